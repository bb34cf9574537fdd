package io.transship.daemon.checkpoint.oci;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody writes into a named pipe when it is worth looking again. Nothing depends on it but how
 * soon one looks.
 */
final class Nudge implements AutoCloseable {

    private final CompletableFuture<Void> came = new CompletableFuture<>();
    private final FileChannel pipe;

    /** From now on a word is heard. */
    Nudge(Path pipe) throws IOException {
        // Opened for both directions, it makes nobody wait and does not end with its writer.
        this.pipe = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Thread.ofPlatform().name("nudge").daemon().start(this::listen);
    }

    private void listen() {
        try {
            var _ = pipe.read(ByteBuffer.allocate(1));
            came.complete(null);
        } catch (IOException expected) {
            // It was closed.
        }
    }

    /** Complete when it came. */
    CompletableFuture<Void> came() {
        return came;
    }

    @Override
    public void close() throws IOException {
        pipe.close();
    }
}
