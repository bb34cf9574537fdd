package io.transship.lab.verbs;

import io.transship.lab.testbed.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code transship lab exec}. */
@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        description = "Runs a command on a host; its exit code is the command's.",
        footer = {"", "Example: transship lab exec h2 -- docker ps"})
final class ExecCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "HOST", description = "h1, h2 …")
    private String host = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "-- COMMAND",
            description = "The command and its arguments.")
    private List<String> words = new ArrayList<>();

    @Mixin private LabName lab = new LabName();

    @Override
    public Integer call() throws InterruptedException {
        try (Testbed testbed = lab.attach()) {
            return testbed.machine(host).builder(words).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
