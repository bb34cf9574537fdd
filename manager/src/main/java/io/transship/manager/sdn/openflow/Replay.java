package io.transship.manager.sdn.openflow;

import io.transship.core.model.BitRate;
import io.transship.manager.sdn.openflow.wire.ControlLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Sends held frames on, in order: some at once, which is enough for TCP, then in small chunks below
 * the rate of the last link, because a port with a rate limit silently loses long bursts. Frames
 * that arrive meanwhile queue behind. Lives on the event loop.
 */
final class Replay {

    private static final int AT_ONCE = 64;
    private static final int CHUNK = 32;
    private static final double SHARE_OF_RATE = 0.9;

    /** A source that outruns the pace must not keep the queue filled for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ControlLoop loop;
    private final HeldFrames frames;
    private final double bitsPerNano;
    private final Consumer<HeldFrames.Held> out;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    Replay(ControlLoop loop, HeldFrames frames, BitRate linkRate, Consumer<HeldFrames.Held> out) {
        this.loop = loop;
        this.frames = frames;
        this.bitsPerNano = Math.max(1, linkRate.bps()) * SHARE_OF_RATE / 1e9;
        this.out = out;
    }

    /** Starts; done at the moment at which no frame is left. */
    CompletableFuture<Boolean> start() {
        long giveUpAt = loop.now() + nanosFor(frames.bytes()) + PATIENCE.toNanos();
        send(AT_ONCE, giveUpAt);
        return done;
    }

    private void send(int most, long giveUpAt) {
        boolean inTime = loop.now() - giveUpAt < 0;
        long sent = 0;
        for (int i = 0; i < most || !inTime; i++) {
            Optional<HeldFrames.Held> next = frames.poll();
            if (next.isEmpty()) {
                break;
            }
            sent += next.get().frame().bytes().length;
            out.accept(next.get());
        }
        if (frames.isEmpty()) {
            done.complete(true);
        } else {
            var _ = loop.after(Duration.ofNanos(nanosFor(sent)), () -> send(CHUNK, giveUpAt));
        }
    }

    private long nanosFor(long bytes) {
        return Math.round(bytes * 8 / bitsPerNano);
    }
}
