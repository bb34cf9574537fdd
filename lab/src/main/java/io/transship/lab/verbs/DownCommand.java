package io.transship.lab.verbs;

import io.transship.lab.testbed.Testbed;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code transship lab down}. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Ends a lab; nothing of it stays.",
        footer = {"", "Example: transship lab down", "         transship lab down --all"})
final class DownCommand implements Runnable {

    @Option(names = "--all", description = "Every lab on this machine, and what crashed ones left.")
    private boolean all;

    @Mixin private LabName lab = new LabName();
    @Spec private @Nullable CommandSpec command;

    @Override
    public void run() {
        PrintWriter out = Screen.out(command);
        if (!all) {
            end(out, lab.name);
            return;
        }
        for (String name : Testbed.up().keySet()) {
            end(out, name);
        }
        Testbed.sweep();
    }

    private static void end(PrintWriter out, String name) {
        try (Testbed testbed = Testbed.attach(name)) {
            testbed.down();
        }
        out.printf("Lab '%s' is down.%n", name);
    }
}
