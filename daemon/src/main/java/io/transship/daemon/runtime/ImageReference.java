package io.transship.daemon.runtime;

import java.util.regex.Pattern;

/** The form of image references; they come from outside and end up in the engine's URLs. */
public final class ImageReference {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./:@-]{0,254}");

    private ImageReference() {}

    /** Whether the text may be a reference or an id ("sha256:…"). */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches() && !text.contains("..") && !text.contains("//");
    }
}
