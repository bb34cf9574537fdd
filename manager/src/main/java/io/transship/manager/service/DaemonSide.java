package io.transship.manager.service;

import io.transship.manager.checks.FitnessChecks;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.daemons.CargoMeter;
import io.transship.manager.decision.HostDirectory;
import io.transship.manager.migration.HostLocator;
import io.transship.manager.migration.MigrationCoordinator;
import io.transship.manager.migration.MigrationJournal;
import io.transship.manager.migration.SendingBound;
import io.transship.manager.redirect.TrafficRedirect;
import io.transship.manager.schedule.Scheduler;
import io.transship.manager.sdn.ContainerPlacement;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/** All that speaks to daemons. */
public interface DaemonSide extends AutoCloseable {

    /** The hosts and their containers. */
    Fleet fleet();

    /** The same for decisions. */
    HostDirectory directory();

    /** Moves containers. */
    MigrationCoordinator coordinator();

    /** Looks before a move. */
    FitnessChecks checks();

    /** Measures what moves would carry. */
    CargoMeter cargo();

    @Override
    void close();

    /** Makes it, once the network's side is there. */
    @FunctionalInterface
    interface Maker {

        /** A daemon side that works at once. */
        DaemonSide make(Surroundings surroundings);
    }

    /**
     * What it works with.
     *
     * @param config the configuration
     * @param journal of migrations
     * @param network where hosts are, and how frames get to them
     * @param clock of the program
     * @param scheduler of the program
     * @param workers run what may block, a virtual thread each
     */
    record Surroundings(
            ManagerConfig config,
            MigrationJournal journal,
            Network network,
            Clock clock,
            Scheduler scheduler,
            ExecutorService workers) {}

    /**
     * The network's side.
     *
     * @param locator where hosts are attached
     * @param placement is told where containers are
     * @param redirect holds and redirects frames
     * @param bound the most that a migration sends
     */
    record Network(
            HostLocator locator,
            ContainerPlacement placement,
            TrafficRedirect redirect,
            SendingBound bound) {}
}
