package io.transship.daemon.testing;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.command.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Programs that say what was recorded; one that was not fails as a program that is not there. */
public final class ScriptedCommands implements CommandRunner {

    private final Map<String, CommandResult> answers = new HashMap<>();
    private final Set<String> missing = new HashSet<>();

    /** A command line and what comes of it. */
    public void answers(String line, int exit, String output) {
        answers(line, exit, output, "");
    }

    /** The same with standard error. */
    public void answers(String line, int exit, String output, String errors) {
        answers.put(line, new CommandResult(exit, output, errors));
    }

    /** That program is not there. */
    public void missing(String program) {
        missing.add(program);
    }

    @Override
    public CommandResult run(Command command) {
        CommandResult answer = answers.get(command.toString());
        if (answer == null || missing.contains(command.arguments().getFirst())) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE, "'" + command + "' can't be started.");
        }
        return answer;
    }

    @Override
    public RunningCommand start(Command command) {
        CompletableFuture<CommandResult> ended = CompletableFuture.completedFuture(run(command));
        return new RunningCommand() {
            @Override
            public CompletableFuture<Void> spoke() {
                return ended.thenAccept(_ -> {});
            }

            @Override
            public CompletableFuture<CommandResult> ended() {
                return ended;
            }

            @Override
            public void kill() {}
        };
    }

    @Override
    public CommandResult run(Command command, String input) {
        return run(command);
    }

    @Override
    public CommandResult feed(Command command, InputStream input) throws IOException {
        input.readAllBytes();
        return run(command);
    }

    @Override
    public CommandResult drain(Command command, OutputStream output) throws IOException {
        CommandResult result = run(command);
        output.write(result.output().getBytes(StandardCharsets.UTF_8));
        return result;
    }
}
