package io.transship.daemon.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Runs programs. A program past its deadline is killed with its children: DEADLINE_EXCEEDED. */
public interface CommandRunner {

    /** Runs it without input. */
    CommandResult run(Command command);

    /** Starts it without input, and returns at once. */
    RunningCommand start(Command command);

    /** Runs it with this text as its input. */
    CommandResult run(Command command, String input);

    /**
     * Runs it with this stream as its input, read to the end.
     *
     * @throws IOException if {@code input} fails; the program is dead then
     */
    CommandResult feed(Command command, InputStream input) throws IOException;

    /**
     * Runs it and copies its standard output as it comes.
     *
     * @throws IOException if {@code output} fails; the program is dead then
     */
    CommandResult drain(Command command, OutputStream output) throws IOException;
}
