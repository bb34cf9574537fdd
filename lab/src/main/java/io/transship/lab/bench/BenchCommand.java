package io.transship.lab.bench;

import io.transship.lab.bench.daemon.DaemonCommand;
import io.transship.lab.bench.decide.DecideCommand;
import io.transship.lab.bench.forecast.ForecastCommand;
import io.transship.lab.bench.migrate.MigrateCommand;
import io.transship.lab.bench.poll.PollCommand;
import io.transship.lab.bench.store.StoreCommand;
import io.transship.lab.bench.transfer.TransferCommand;
import io.transship.lab.faults.FaultsCommand;
import picocli.CommandLine.Command;

/** {@code transship bench}: the family of measurements. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures this release on this machine; most benches bring a lab up.",
        subcommands = {
            MigrateCommand.class,
            TransferCommand.class,
            DaemonCommand.class,
            PollCommand.class,
            StoreCommand.class,
            DecideCommand.class,
            FaultsCommand.class,
            ForecastCommand.class
        })
public final class BenchCommand {}
