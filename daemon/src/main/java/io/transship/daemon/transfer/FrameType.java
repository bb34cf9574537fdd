package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;

/** The first byte of a frame. */
enum FrameType {
    /** Source to target: version and transfer id. */
    OPEN(1),
    /** Target to source: go on. */
    ACCEPTED(2),
    /** Target to source: why not, in UTF-8; the connection ends. */
    REFUSED(3),
    /** A file begins: its size (−1: not known yet) and path. */
    FILE(4),
    /** Bytes of the file. */
    DATA(5),
    /** The file ends: its SHA-256. */
    FILE_END(6),
    /** Everything of a batch has been sent: its number. */
    BATCH_END(7);

    private final int number;

    FrameType(int number) {
        this.number = number;
    }

    byte number() {
        return (byte) number;
    }

    static FrameType of(int number) {
        for (FrameType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new TransshipException(
                FailureCode.PROTOCOL_VIOLATION, "no frame has the type " + number + ".");
    }
}
