package io.transship.daemon.command;

/**
 * How a program ended.
 *
 * @param exit its exit code
 * @param output the first 256 KiB of its standard output
 * @param errors the first 256 KiB of its standard error
 */
public record CommandResult(int exit, String output, String errors) {

    /** Whether it ended with 0. */
    public boolean succeeded() {
        return exit == 0;
    }

    /** Its own words, for messages: standard error, or else standard output, on one line. */
    public String words() {
        String text = errors.isBlank() ? output : errors;
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
