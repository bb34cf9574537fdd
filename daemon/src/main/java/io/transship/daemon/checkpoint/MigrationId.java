package io.transship.daemon.checkpoint;

import java.util.regex.Pattern;

/**
 * The id of one migration, given by the manager; it names folders, so its form is checked.
 *
 * @param text letters, digits and dashes, 1 to 64 of them
 */
public record MigrationId(String text) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    /** Checks the form. */
    public MigrationId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a migration id");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
