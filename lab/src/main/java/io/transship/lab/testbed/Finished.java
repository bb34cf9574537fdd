package io.transship.lab.testbed;

/**
 * What became of a command.
 *
 * @param exitCode 0 for success
 * @param output its standard output
 * @param errors its standard error
 */
public record Finished(int exitCode, String output, String errors) {

    /** Whether the command succeeded. */
    public boolean succeeded() {
        return exitCode == 0;
    }
}
