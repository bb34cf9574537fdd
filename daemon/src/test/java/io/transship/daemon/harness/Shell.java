package io.transship.daemon.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The test's end of a program in the network that answers each line with a line. */
public final class Shell implements AutoCloseable {

    private final String name;
    private final RandomAccessFile in;
    private final RandomAccessFile out;

    /** Opened for both directions, a named pipe makes nobody wait for the other side. */
    Shell(Path folder, String name) throws IOException {
        this.name = name;
        this.in = new RandomAccessFile(folder.resolve(name + ".in").toFile(), "rw");
        this.out = new RandomAccessFile(folder.resolve(name + ".out").toFile(), "rw");
    }

    /** Says a line and returns the answer. */
    public String ask(String line) {
        try {
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return CompletableFuture.supplyAsync(this::answer)
                    .orTimeout(120, TimeUnit.SECONDS)
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Says a line, and expects that it works; returns what follows "ok". */
    public String must(String line) {
        String answer = ask(line);
        assertThat(answer).describedAs("%s: %s", name, line).startsWith("ok");
        return answer.substring(2).strip();
    }

    private String answer() {
        try {
            String line = out.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
