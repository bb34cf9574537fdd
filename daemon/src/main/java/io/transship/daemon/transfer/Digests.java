package io.transship.daemon.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest of the protocol. */
final class Digests {

    /** Bytes of a SHA-256. */
    static final int LENGTH = 32;

    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
