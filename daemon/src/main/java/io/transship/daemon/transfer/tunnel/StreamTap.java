package io.transship.daemon.transfer.tunnel;

/** Sees the bytes that go through a tunnel in one direction, in their order, chunk by chunk. */
@FunctionalInterface
public interface StreamTap {

    /** Looks at nothing. */
    StreamTap NONE = (bytes, length) -> {};

    /** The next bytes; a {@code TransshipException} breaks the tunnel before they are passed on. */
    void passed(byte[] bytes, int length);
}
