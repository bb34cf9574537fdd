package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Await;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A named pipe at which a program waits for one word: whatever takes long before a dump or a
 * restore is over by then.
 *
 * @param pipe its path
 */
public record Barrier(Path pipe) {

    private static final Await AWAIT = new Await(Duration.ofMillis(3));

    /** Makes it anew. */
    public void make(CommandRunner commands) {
        remove();
        Command make = Command.of("mkfifo", "-m", "600", pipe.toString(), nudging().toString());
        if (!commands.run(make).succeeded()) {
            throw unusable("it can't be made");
        }
    }

    boolean isThere() {
        return Files.exists(pipe);
    }

    /** Whether a program waits. */
    boolean isReached() {
        return Files.exists(mark());
    }

    /**
     * Whether what waited has done its work, though it may not have ended: a dump's files are
     * complete, a restore's processes run.
     */
    boolean isDone() {
        return Files.exists(done());
    }

    /**
     * Waits until what waited has done its work, or {@code orElse} holds.
     *
     * @return whether either came within the deadline
     */
    boolean awaitDone(BooleanSupplier orElse, Duration deadline) {
        BooleanSupplier over = () -> isDone() || orElse.getAsBoolean();
        try (Nudge nudge = new Nudge(nudging())) {
            return AWAIT.until(over, nudge.came(), deadline);
        } catch (IOException e) {
            return AWAIT.until(over, deadline);
        }
    }

    /** From now on the next one that waits is the first. */
    void forgetReached() {
        delete(mark());
    }

    /** The waiting program goes on. */
    public void open() {
        say("go");
    }

    /**
     * What has done its work ends, and whoever started it hears of it; without this it does so
     * after a moment.
     */
    void letEnd() {
        if (isThere()) {
            say("end");
        }
    }

    /** The waiting program gives up. */
    void callOff() {
        say("off");
    }

    /** Opened for both directions, a named pipe makes nobody wait. */
    private void say(String word) {
        try (FileChannel channel =
                FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw unusable("it can't be opened: " + e);
        }
    }

    void remove() {
        delete(pipe);
        delete(mark());
        delete(done());
        delete(nudging());
    }

    private void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unusable("it can't be removed: " + e);
        }
    }

    private Path mark() {
        return pipe.resolveSibling(pipe.getFileName() + ".waiting");
    }

    private Path done() {
        return pipe.resolveSibling(pipe.getFileName() + ".done");
    }

    /** Into this pipe goes a byte when there is the file {@link #done}. */
    private Path nudging() {
        return pipe.resolveSibling(pipe.getFileName() + ".nudge");
    }

    private TransshipException unusable(String reason) {
        return new TransshipException(FailureCode.ENGINE_FAILED, "barrier " + pipe + ": " + reason);
    }
}
