package io.transship.manager.sdn.openflow;

import io.transship.core.model.ConnectPoint;
import io.transship.manager.sdn.openflow.wire.Frame;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Frames in the order of their arrival, at most so many; what does not fit is dropped. */
final class HeldFrames {

    private static final int MOST_FRAMES = 1024;
    private static final long MOST_BYTES = 1 << 20;

    /**
     * A frame that waits.
     *
     * @param from where it came in
     */
    record Held(ConnectPoint from, Frame frame) {}

    private final Queue<Held> frames = new ArrayDeque<>();
    private long bytes;

    /** Whether it fits. */
    boolean offer(ConnectPoint from, Frame frame) {
        int length = frame.bytes().length;
        if (frames.size() >= MOST_FRAMES || bytes + length > MOST_BYTES) {
            return false;
        }
        frames.add(new Held(from, frame));
        bytes += length;
        return true;
    }

    Optional<Held> poll() {
        Optional<Held> first = Optional.ofNullable(frames.poll());
        first.ifPresent(held -> bytes -= held.frame().bytes().length);
        return first;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    long bytes() {
        return bytes;
    }
}
