package io.transship.manager.migration;

import io.transship.manager.daemons.DaemonDirectory;
import io.transship.manager.redirect.TrafficRedirect;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/**
 * What migrations are made with.
 *
 * @param daemons the hosts
 * @param redirect holds and lets go the containers' frames
 * @param locator where hosts are attached
 * @param admission looks at each migration before it begins
 * @param bound the most that is sent
 * @param journal the manager's memory
 * @param clock for the journal
 * @param threads one blocking task each; virtual threads
 * @param settings deadlines
 */
public record MigrationParts(
        DaemonDirectory daemons,
        TrafficRedirect redirect,
        HostLocator locator,
        Admission admission,
        SendingBound bound,
        MigrationJournal journal,
        Clock clock,
        ExecutorService threads,
        CoordinatorSettings settings) {}
