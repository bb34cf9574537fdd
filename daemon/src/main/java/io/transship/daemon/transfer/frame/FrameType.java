package io.transship.daemon.transfer.frame;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;

/** The first byte of a frame. */
public enum FrameType {
    /** Source to target: version and transfer id. */
    OPEN(1),
    /**
     * Target to source: go on; the id for the next connection, and how many frames it has taken.
     */
    ACCEPTED(2),
    /** Target to source: why not, in UTF-8; the connection ends. */
    REFUSED(3),
    /** A file begins: its size (−1: not known yet) and path. */
    FILE(4),
    /** Bytes of the file. */
    DATA(5),
    /** The file ends: its digest. */
    FILE_END(6),
    /** Everything of a batch has been sent: its number. */
    BATCH_END(7),
    /** Bytes of the file, compressed: the number of plain bytes, and the bytes as zstd. */
    PACKED(8),
    /** Target to source: how many frames it has taken, and bytes of this connection. */
    TAKEN(9);

    private final int number;

    FrameType(int number) {
        this.number = number;
    }

    /** As it is sent. */
    public byte number() {
        return (byte) number;
    }

    /**
     * The type with that number.
     *
     * @throws TransshipException PROTOCOL_VIOLATION if there is none
     */
    public static FrameType of(int number) {
        for (FrameType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new TransshipException(
                FailureCode.PROTOCOL_VIOLATION, "no frame has the type " + number + ".");
    }
}
