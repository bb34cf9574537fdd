package io.transship.daemon.transfer;

import java.security.MessageDigest;
import java.security.SecureRandom;

/** The secret that opens one data connection, once. Never logged, compared in constant time. */
public final class TransferId {

    /** Bytes of an id. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private TransferId(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new id that nobody can guess. */
    public static TransferId draw(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new TransferId(bytes);
    }

    /**
     * The id of these bytes.
     *
     * @throws IllegalArgumentException if their number is not {@link #LENGTH}
     */
    public static TransferId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a transfer id has " + LENGTH + " bytes");
        }
        return new TransferId(bytes.clone());
    }

    /** The bytes, for the peer only. */
    public byte[] bytes() {
        return bytes.clone();
    }

    boolean matches(byte[] other) {
        return MessageDigest.isEqual(bytes, other);
    }

    @Override
    public String toString() {
        return "a transfer id";
    }
}
