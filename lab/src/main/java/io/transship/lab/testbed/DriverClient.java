package io.transship.lab.testbed;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the lab's driver for one thing at a time, a connection each. Thread-safe. */
final class DriverClient {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path socket;

    DriverClient(Path socket) {
        this.socket = socket;
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @throws TransshipException with the driver's code, or LAB_NOT_UP if it does not answer
     */
    JsonNode ask(Map<String, ?> request) {
        JsonNode answer = exchange(request);
        if (!answer.path("ok").asBoolean(false)) {
            throw new TransshipException(
                    FailureCode.valueOf(answer.path("code").asString("INTERNAL")),
                    answer.path("message").asString("the lab's driver gave no reason."));
        }
        return answer;
    }

    /** Tells the lab to end; there is no answer. */
    void down() {
        try (SocketChannel channel = connect()) {
            send(channel, Map.of("do", "down"));
        } catch (IOException e) {
            throw notUp(e);
        }
    }

    private JsonNode exchange(Map<String, ?> request) {
        try (SocketChannel channel = connect()) {
            send(channel, request);
            BufferedReader reader =
                    new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            String line = reader.readLine();
            if (line == null) {
                throw new IOException("the driver closed the connection");
            }
            return JSON.readTree(line);
        } catch (IOException e) {
            throw notUp(e);
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    private static void send(SocketChannel channel, Map<String, ?> request) throws IOException {
        ByteBuffer line =
                ByteBuffer.wrap(
                        (JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    private TransshipException notUp(IOException e) {
        return new TransshipException(
                FailureCode.LAB_NOT_UP, "the lab's driver does not answer at " + socket + ".", e);
    }
}
