package io.transship.lab;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.bench.BenchCommand;
import io.transship.lab.demo.DemoCommand;
import io.transship.lab.verbs.LabCommand;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The programs that need a whole network on one machine. */
@Command(
        name = "transship",
        mixinStandardHelpOptions = true,
        description = "Live-migrates containers, when and where the network says so.",
        subcommands = {LabCommand.class, DemoCommand.class, BenchCommand.class})
public final class Main {

    private static final int BAD_INPUT = 2;

    /** What shells say of a program that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private Main() {}

    /** Runs the verb and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, words) -> misused(e))
                .setExecutionExceptionHandler((e, command, words) -> failed(e, command));
    }

    private static int misused(ParameterException e) {
        TransshipException failure =
                new TransshipException(FailureCode.USAGE, e.getMessage() + ".");
        e.getCommandLine().getErr().println(failure.line());
        return BAD_INPUT;
    }

    private static int failed(Exception e, CommandLine command) {
        if (e instanceof TransshipException failure) {
            command.getErr().println(failure.line());
            return BAD_INPUT;
        }
        if (e instanceof CancellationException) {
            return INTERRUPTED;
        }
        command.getErr().println(new TransshipException(FailureCode.INTERNAL, e + ".").line());
        e.printStackTrace(command.getErr());
        return 1;
    }
}
