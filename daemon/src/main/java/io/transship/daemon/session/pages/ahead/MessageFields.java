package io.transship.daemon.session.pages.ahead;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Walks through the fields of a protocol buffers' message without knowing its kind. It says nothing
 * of what is wrong, it ends there: what is walked may be no message at all. Nothing is copied and
 * nothing thrown, since that is done while a container stands still. Not thread-safe.
 */
final class MessageFields {

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int INNER = 2;
    private static final int FOUR_BYTES = 5;

    private final ByteBuffer bytes;
    private boolean broken;
    private long tag;
    private long number;
    private int innerAt;

    /** The message is what lies between the buffer's position and its limit. */
    MessageFields(ByteBuffer message) {
        this.bytes = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes to the next field; false behind the last one that is understood. */
    boolean next() {
        if (broken || !bytes.hasRemaining()) {
            return false;
        }
        tag = varint();
        switch ((int) tag & 7) {
            case VARINT -> number = varint();
            case EIGHT_BYTES -> number = fixed(Long.BYTES);
            case FOUR_BYTES -> number = fixed(Integer.BYTES);
            case INNER -> skip(varint());
            default -> broken = true;
        }
        return !broken;
    }

    /** Whether it ended before its end, since it is no message. */
    boolean isBroken() {
        return broken;
    }

    /** The field's number. */
    long field() {
        return tag >>> 3;
    }

    /** Whether it is a number of the common kind: not one of a fixed length. */
    boolean isVarint() {
        return ((int) tag & 7) == VARINT;
    }

    /** Whether it is a text, bytes or another message; else it is a {@link #number}. */
    boolean isInner() {
        return ((int) tag & 7) == INNER;
    }

    long number() {
        return number;
    }

    /** Walks through what lies in the field. */
    MessageFields inner() {
        return new MessageFields(bytes.slice(innerAt, bytes.position() - innerAt));
    }

    private void skip(long length) {
        innerAt = bytes.position();
        if (length < 0 || length > bytes.remaining()) {
            broken = true;
        } else {
            bytes.position(innerAt + (int) length);
        }
    }

    private long fixed(int length) {
        if (bytes.remaining() < length) {
            broken = true;
            return 0;
        }
        return length == Long.BYTES ? bytes.getLong() : Integer.toUnsignedLong(bytes.getInt());
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && bytes.hasRemaining(); shift += 7) {
            byte part = bytes.get();
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        broken = true;
        return 0;
    }
}
