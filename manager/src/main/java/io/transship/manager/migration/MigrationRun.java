package io.transship.manager.migration;

import static io.transship.core.migration.MigrationEvent.FAILED;
import static io.transship.core.migration.MigrationEvent.NO_ANSWER;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationEffect;
import io.transship.core.migration.MigrationEvent;
import io.transship.core.migration.MigrationMachine;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.migration.MigrationState;
import io.transship.core.model.ByteCount;
import io.transship.core.model.HostId;
import io.transship.manager.migration.MigrationJournal.OpenMigration;
import io.transship.settings.Breakpoint;
import io.transship.settings.QuietCompilers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One migration from its first state to a final one: asks the machine what to do, journals it, does
 * it, and tells the machine what came of it. Used by one thread, {@link #abort} excepted.
 */
final class MigrationRun {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

    /** How long a target without its source may still lack something. */
    private static final Duration SOURCE_PATIENCE = Duration.ofSeconds(5);

    private final MigrationParts parts;
    private final OpenMigration migration;
    private final MigrationListener listener;
    private final NetworkSide network;
    private final DaemonSide daemons;
    private final CommitGate gate;
    private final Stopwatch watch = new Stopwatch();

    private final StepBook steps;
    private final Patience patience;

    private final Outcome outcome;
    private MigrationState state;

    MigrationRun(
            MigrationParts parts,
            OpenMigration migration,
            NetworkSide network,
            MigrationListener listener,
            CountDownLatch stopping) {
        this.parts = parts;
        this.migration = migration;
        this.steps = new StepBook(parts.journal(), migration.id());
        this.network = network;
        this.listener = listener;
        this.patience = new Patience(stopping, parts.settings().patience());
        this.daemons = new DaemonSide(parts, migration, this::told);
        this.gate = new CommitGate(migration.id(), daemons::interrupt);
        this.outcome = new Outcome(migration, daemons, network, watch);
        this.state = MigrationState.planned(migration.request().mode());
    }

    /** From the order to the end. */
    Migration run() {
        parts.journal().begin(migration.id(), migration.request(), migration.started());
        state = enter(MigrationEvent.ORDERED);
        return drive();
    }

    /** From where a manager left it to the end. */
    Migration recover() {
        state = MigrationMachine.recovered(migration.request().mode(), migration.phase());
        outcome.remember(
                new TransshipException(
                        FailureCode.MANAGER_ENDED,
                        "the manager ended while migration "
                                + migration.id()
                                + " was "
                                + migration.phase()
                                + "."));
        if (state.phase().isPastCommitPoint()) {
            var _ = gate.passCommit();
        } else {
            gate.goBack();
        }
        steps.enter(state, parts.clock().instant());
        return drive();
    }

    /** Gives it up, from any thread; ABORT_REFUSED past the commit point. */
    void abort() {
        gate.abort();
    }

    private Migration drive() {
        try (daemons) {
            while (!state.phase().isFinal()) {
                tell("", ByteCount.ZERO, ByteCount.ZERO);
                state = enter(unlessAborted(perform(state.pending())));
            }
        } catch (Unresolved e) {
            LOG.error("Migration {} stays {}: {}", migration.id(), state.phase(), e.getMessage());
        }
        Migration result = outcome.in(state.phase());
        try {
            parts.journal().end(result, parts.clock().instant());
        } catch (RuntimeException e) {
            LOG.error("The end of migration {} could not be journalled", migration.id(), e);
        }
        tell("", ByteCount.ZERO, ByteCount.ZERO);
        return result;
    }

    /** An order to give up counts as a failure of whatever was done; only the commit may win. */
    private MigrationEvent unlessAborted(MigrationEvent event) {
        MigrationPhase phase = state.phase();
        if (phase.isPastCommitPoint() || phase == MigrationPhase.ROLLING_BACK) {
            return event;
        }
        boolean commits = follow(state, event).phase() == MigrationPhase.SWITCHING;
        if (commits ? gate.passCommit() : !gate.isAborted()) {
            return event;
        }
        outcome.remember(aborted());
        return FAILED;
    }

    private TransshipException aborted() {
        return new TransshipException(
                FailureCode.MIGRATION_ABORTED,
                "migration "
                        + migration.id()
                        + " was given up by order while "
                        + state.phase().name().toLowerCase(Locale.ROOT)
                        + ".");
    }

    /** The next state, journalled. What can't be journalled before the commit is not done. */
    private MigrationState enter(MigrationEvent event) {
        MigrationState before = state;
        MigrationState next = follow(before, event);
        if (next.phase() == MigrationPhase.ROLLING_BACK) {
            gate.goBack();
        }
        try {
            steps.enter(next, parts.clock().instant());
            return next;
        } catch (RuntimeException e) {
            LOG.error("Migration {} could not be journalled", migration.id(), e);
            if (before.phase().isPastCommitPoint()
                    || before.phase() == MigrationPhase.PLANNED
                    || next.phase() == MigrationPhase.ROLLING_BACK
                    || next.phase() == MigrationPhase.ROLLED_BACK) {
                return next;
            }
            outcome.remember(
                    new TransshipException(
                            FailureCode.INTERNAL, "the journal can't be written.", e));
            return follow(before, FAILED);
        }
    }

    private MigrationState follow(MigrationState from, MigrationEvent event) {
        return MigrationMachine.next(from, event)
                .orElseThrow(() -> new IllegalStateException(from + " knows no " + event));
    }

    private MigrationEvent perform(MigrationEffect effect) {
        Breakpoint.reached("manager", effect.name());
        try {
            return switch (effect) {
                case PREPARE, HOLD, MIGRATE, STOP_SOURCE, FENCE, NONE, ASK_TARGET ->
                        forward(effect);
                case ADOPT_TARGET, RELEASE_TO_TARGET, COMMIT_TARGET, AWAIT_PAGES, COMMIT_SOURCE ->
                        commit(effect);
                case ABORT_TARGET, AWAIT_LEASE_END, ABORT_SOURCE, RELEASE_TO_SOURCE -> back(effect);
            };
        } catch (Unresolved e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("Migration {}, {}: {}", migration.id(), effect, e.getMessage());
            if (gate.isAborted()) {
                outcome.remember(aborted());
            }
            outcome.remember(
                    e instanceof TransshipException known
                            ? daemons.explained(known)
                            : new TransshipException(
                                    FailureCode.INTERNAL, "unexpected failure: " + e + ".", e));
            return FAILED;
        }
    }

    private MigrationEvent forward(MigrationEffect effect) {
        return switch (effect) {
            case PREPARE -> {
                daemons.prepare();
                watch.mark(Stopwatch.Mark.PREPARED);
                yield MigrationEvent.PREPARED;
            }
            case HOLD -> {
                QuietCompilers.forAWhile();
                network.hold();
                watch.mark(Stopwatch.Mark.HELD);
                yield MigrationEvent.HELD;
            }
            case MIGRATE -> {
                daemons.dump(() -> watch.mark(Stopwatch.Mark.DUMPED));
                yield MigrationEvent.DUMPED;
            }
            case STOP_SOURCE -> {
                daemons.stopSource();
                yield MigrationEvent.SOURCE_STOPPED;
            }
            case FENCE -> {
                QuietCompilers.forAWhile();
                network.fence(target());
                daemons.fenced();
                yield MigrationEvent.FENCED;
            }
            case ASK_TARGET -> {
                MigrationEvent answer = withoutSource();
                watch.mark(Stopwatch.Mark.RESTORED);
                yield answer;
            }
            default -> travel();
        };
    }

    private MigrationEvent travel() {
        try {
            return arrive();
        } catch (TransshipException e) {
            if (gate.isAborted() || !daemons.lostSource()) {
                throw e;
            }
            LOG.warn("Migration {}: {}", migration.id(), e.line());
            outcome.remember(e);
            return MigrationEvent.SOURCE_LOST;
        }
    }

    private MigrationEvent arrive() {
        if (state.phase() == MigrationPhase.TRANSFERRING) {
            daemons.awaitTransfer();
            watch.mark(Stopwatch.Mark.TRANSFERRED);
            return MigrationEvent.TRANSFERRED;
        }
        QuietCompilers.forAWhile();
        daemons.awaitCopy(this::journalCommitAhead);
        watch.mark(Stopwatch.Mark.RESTORED);
        return MigrationEvent.TARGET_RUNS;
    }

    /** So that clients don't wait for a disk. A copy that doesn't run can't be adopted. */
    private void journalCommitAhead() {
        MigrationState next = follow(state, MigrationEvent.TARGET_RUNS);
        if (next.phase() == MigrationPhase.SWITCHING) {
            steps.prepare(next, parts.clock().instant());
        }
    }

    /** A target that has the whole dump needs no source any more; one that hasn't gets no more. */
    private MigrationEvent withoutSource() {
        Patience.Watch since = patience.begin();
        while (!gate.isAborted() && since.within(parts.settings().migrate())) {
            Optional<MigrationEvent> answer = daemons.askTarget(since.within(SOURCE_PATIENCE));
            if (answer.isPresent()) {
                return answer.get();
            }
            patience.pause(Patience.FIRST);
        }
        return NO_ANSWER;
    }

    private MigrationEvent commit(MigrationEffect effect) {
        return switch (effect) {
            case ADOPT_TARGET -> {
                watch.mark(Stopwatch.Mark.SWITCHING);
                yield patience.ask(state.pending(), daemons::adoptTarget);
            }
            case RELEASE_TO_TARGET -> release(target());
            case COMMIT_TARGET -> patience.ask(state.pending(), daemons::commitTarget);
            case AWAIT_PAGES -> awaitPages();
            default -> patience.ask(state.pending(), daemons::commitSource);
        };
    }

    /** As long as it takes: the source's half goes on serving pages. */
    private MigrationEvent awaitPages() {
        while (true) {
            Optional<MigrationEvent> answer = daemons.askForPages();
            if (answer.isPresent()) {
                return answer.get() == NO_ANSWER
                        ? patience.ask(state.pending(), () -> daemons.askForPages().orElse(FAILED))
                        : answer.get();
            }
            patience.pause(Patience.FIRST);
        }
    }

    private MigrationEvent back(MigrationEffect effect) {
        return switch (effect) {
            case ABORT_TARGET -> daemons.abortTarget(outcome.reason(), parts.settings().abort());
            case AWAIT_LEASE_END -> outwait();
            case ABORT_SOURCE ->
                    patience.ask(state.pending(), () -> daemons.abortSource(outcome.reason()));
            default -> release(source());
        };
    }

    /** The hold would stand as long as this manager lives: a port that is down comes up again. */
    private MigrationEvent release(HostId host) {
        patience.insist(state.pending(), () -> network.release(host));
        watch.mark(Stopwatch.Mark.RELEASED, network.servingSince());
        return MigrationEvent.RELEASED;
    }

    /** The target doesn't answer: waits out its lease, or until it answers after all. */
    private MigrationEvent outwait() {
        Duration wait = Patience.FIRST;
        while (daemons.leaseRemaining().isPositive()) {
            patience.pause(Patience.shorter(wait, daemons.leaseRemaining()));
            wait = Patience.longer(wait);
            if (daemons.leaseRemaining().isPositive()
                    && daemons.abortTarget(outcome.reason(), Patience.LONGEST)
                            == MigrationEvent.TARGET_ABORTED) {
                break;
            }
        }
        return MigrationEvent.LEASE_ENDED;
    }

    private HostId source() {
        return migration.request().source();
    }

    private HostId target() {
        return migration.request().target();
    }

    private void told(String detail, long done, long total) {
        tell(detail, new ByteCount(Math.max(0, done)), new ByteCount(Math.max(0, total)));
    }

    private void tell(String detail, ByteCount done, ByteCount total) {
        try {
            listener.onProgress(
                    new MigrationProgress(
                            migration.id(),
                            migration.request(),
                            state.phase(),
                            detail,
                            done,
                            total,
                            daemons.bound(),
                            watch.elapsed()));
        } catch (RuntimeException e) {
            LOG.error("A listener of migration {} failed", migration.id(), e);
        }
    }
}
