package io.transship.daemon.runtime.podman;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.util.regex.Pattern;

/** Podman says the ids of images without the digest's name; everybody else says it. */
final class PodmanIds {

    private static final String DIGEST = "sha256:";
    private static final Pattern BARE = Pattern.compile("[0-9a-f]{64}");

    private PodmanIds() {}

    /** The id with its digest's name. */
    static String full(String id) {
        return BARE.matcher(id).matches() ? DIGEST + id : id;
    }

    /** The id as Podman says it; what comes from outside is checked. */
    static String bare(String imageId) {
        String bare =
                imageId.startsWith(DIGEST) ? imageId.substring(DIGEST.length()) : "(no digest)";
        if (!BARE.matcher(bare).matches()) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION, "'" + imageId + "' is not the id of an image");
        }
        return bare;
    }

    /** Whether the text is the id of an image. */
    static boolean isId(String text) {
        return text.startsWith(DIGEST) && BARE.matcher(text.substring(DIGEST.length())).matches();
    }
}
