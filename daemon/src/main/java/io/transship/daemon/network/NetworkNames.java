package io.transship.daemon.network;

import io.transship.core.model.ContainerId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** What things are called on the host. */
final class NetworkNames {

    /** Linux allows 15 characters; three are the prefix. */
    private static final int LONGEST = 12;

    private static final String NAMESPACE = "ts-";

    private NetworkNames() {}

    static String namespace(ContainerId container) {
        return NAMESPACE + container.name();
    }

    /** Whose namespace it is, if it is one of ours. */
    static Optional<ContainerId> container(String namespace) {
        if (!namespace.startsWith(NAMESPACE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ContainerId(namespace.substring(NAMESPACE.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The host's end of the veth pair; a long name becomes a digest of itself. */
    static String port(ContainerId container) {
        String name = container.name();
        return "vc-" + (name.length() <= LONGEST ? name : digest(name).substring(0, LONGEST));
    }

    private static String digest(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
