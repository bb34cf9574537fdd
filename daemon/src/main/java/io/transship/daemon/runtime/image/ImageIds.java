package io.transship.daemon.runtime.image;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.util.regex.Pattern;

/** Ids of images, with their digest's name ("sha256:…") or, as Podman says them, without. */
public final class ImageIds {

    private static final String DIGEST = "sha256:";
    private static final Pattern BARE = Pattern.compile("[0-9a-f]{64}");

    private ImageIds() {}

    /** The id with its digest's name. */
    public static String full(String id) {
        return BARE.matcher(id).matches() ? DIGEST + id : id;
    }

    /** The id without its digest's name; what comes from outside is checked. */
    public static String bare(String imageId) {
        String bare =
                imageId.startsWith(DIGEST) ? imageId.substring(DIGEST.length()) : "(no digest)";
        if (!BARE.matcher(bare).matches()) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION, "'" + imageId + "' is not the id of an image");
        }
        return bare;
    }

    /** Whether the text is the id of an image. */
    public static boolean isId(String text) {
        return text.startsWith(DIGEST) && BARE.matcher(text.substring(DIGEST.length())).matches();
    }
}
