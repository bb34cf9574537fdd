package io.transship.daemon.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Takes one request on a Unix socket, as text, and answers what it was told, word for word. */
final class ScriptedEngine implements AutoCloseable {

    private final ServerSocketChannel server;
    private final CompletableFuture<String> request = new CompletableFuture<>();

    ScriptedEngine(Path socket, String end, String answer) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> serve(end, answer));
    }

    /**
     * Reads until the request ends with {@code end}; an empty answer leaves the connection open.
     */
    private void serve(String end, String answer) {
        try (SocketChannel channel = server.accept()) {
            InputStream in = Channels.newInputStream(channel);
            StringBuilder text = new StringBuilder();
            while (!text.toString().endsWith(end)) {
                text.append((char) in.read());
            }
            request.complete(text.toString());
            channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
            if (answer.isEmpty()) {
                in.read();
            }
        } catch (IOException e) {
            request.completeExceptionally(e);
        }
    }

    String request() {
        return request.join();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
