package io.transship.lab.verbs;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.testbed.LabState;
import io.transship.lab.testbed.LabState.HostState;
import io.transship.lab.testbed.LabState.LinkState;
import io.transship.lab.testbed.Machine;
import io.transship.lab.testbed.Testbed;
import java.io.PrintWriter;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transship lab status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the labs that are up on this machine, their hosts and links.",
        footer = {"", "Example: transship lab status"})
final class StatusCommand implements Runnable {

    @Spec private @Nullable CommandSpec command;

    @Override
    public void run() {
        Set<String> names = Testbed.up().keySet();
        if (names.isEmpty()) {
            throw new TransshipException(FailureCode.LAB_NOT_UP, "no lab is up on this machine.");
        }
        PrintWriter out = Screen.out(command);
        for (String name : names) {
            try (Testbed testbed = Testbed.attach(name)) {
                show(out, testbed, testbed.state());
            }
        }
    }

    private static void show(PrintWriter out, Testbed testbed, LabState state) {
        out.printf(
                "Lab '%s'   number %d, logs in %s%n",
                state.name(), state.number(), testbed.runFolder());
        out.printf("  %-6s %-6s %-14s %s%n", "host", "power", "data", "management");
        for (HostState host : state.hosts()) {
            Machine machine = testbed.machine(host.name());
            out.printf(
                    "  %-6s %-6s %-14s %s%n",
                    host.name(),
                    host.on() ? "on" : "off",
                    machine.address(),
                    machine.managementAddress());
        }
        out.printf("  %-8s %-14s %s%n", "link", "capacity", "cable");
        for (LinkState link : state.links()) {
            out.printf(
                    "  %-8s %-14s %s%n",
                    link.a() + "-" + link.b(), link.capacity(), link.plugged() ? "plugged" : "cut");
        }
    }
}
