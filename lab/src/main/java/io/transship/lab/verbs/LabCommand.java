package io.transship.lab.verbs;

import picocli.CommandLine.Command;

/** {@code transship lab}: the family of verbs. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description =
                "A whole emulated network on this machine: switches, hosts with their own container"
                        + " engine, daemons and a manager.",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            ExecCommand.class,
            LinkCommands.Cut.class,
            LinkCommands.Restore.class,
            LinkCommands.Rate.class,
            PowerCommands.Kill.class,
            PowerCommands.Start.class,
            DownCommand.class,
            TrainCommand.class
        },
        footer = {
            "",
            "Example: transship lab up --scenario 1",
            "         transship lab exec h1 -- ping -c 3 10.0.0.5",
            "         transship lab cut s1-s2",
            "         transship lab down"
        })
public final class LabCommand {}
