package io.transship.core.model;

import java.util.regex.Pattern;

/** The one rule for names that come from outside. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private Names() {}

    static void check(String kind, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    kind
                            + " name '"
                            + name
                            + "' is not 1 to 64 letters, digits, '.', '_' or '-', a letter or"
                            + " digit first");
        }
    }
}
