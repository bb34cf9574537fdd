package io.transship.core.container;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks of texts that come from outside; what they refuse is an IllegalArgumentException. */
final class Texts {

    /** The longest text of an option. */
    static final int LONGEST = 4096;

    /** The most values that an option may have. */
    static final int MOST = 256;

    private static final Pattern COMPONENT = Pattern.compile("[^/\\p{Cntrl},:]{1,255}");

    private Texts() {}

    static String plain(String text, String what) {
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    what + " holds a zero byte or is longer than " + LONGEST);
        }
        return text;
    }

    static List<String> plain(List<String> texts, String what) {
        if (texts.size() > MOST) {
            throw new IllegalArgumentException(what + " has more than " + MOST + " values");
        }
        texts.forEach(each -> plain(each, what));
        return List.copyOf(texts);
    }

    static Map<String, String> plain(Map<String, String> texts, String what) {
        plain(List.copyOf(texts.keySet()), what);
        plain(List.copyOf(texts.values()), what);
        return Map.copyOf(texts);
    }

    static String matching(String text, Pattern form, String what) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not " + what);
        }
        return text;
    }

    /** An absolute path that says where it leads, and can stand in an option's text. */
    static String path(String text, String what) {
        boolean formed = text.startsWith("/") && text.length() <= LONGEST;
        if (formed) {
            formed =
                    Arrays.stream(text.substring(1).split("/", -1))
                            .allMatch(each -> COMPONENT.matcher(each).matches() && !isDots(each));
        }
        if (!formed) {
            throw new IllegalArgumentException(
                    "'%s' is not an absolute path %s; '..', '.', commas and colons can't be in it"
                            .formatted(text, what));
        }
        return text;
    }

    private static boolean isDots(String component) {
        return component.equals(".") || component.equals("..");
    }

    static boolean isAtOrBeneath(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }
}
