package io.transship.lab.demo.story;

import io.transship.cli.client.ManagerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/**
 * What has happened so far on the way from the load to the finished migration. Events of before the
 * load's start are somebody else's story and are passed over. Thread-safe.
 */
public final class Story {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<Instant> loadStarted = Optional.empty();
    private Optional<Instant> sourceFound = Optional.empty();
    private Optional<ManagerEvent> decision = Optional.empty();
    private Optional<ManagerEvent> migrationStarted = Optional.empty();
    private Optional<ManagerEvent> migrationEnded = Optional.empty();

    /** The load begins; from here on events count. */
    public void loadStarts(Instant at) {
        lock.lock();
        try {
            loadStarted = Optional.of(at);
        } finally {
            lock.unlock();
        }
    }

    /** An event came; false if it is of before the load. */
    public boolean take(ManagerEvent event) {
        lock.lock();
        try {
            if (loadStarted.isEmpty() || event.at().isBefore(loadStarted.get())) {
                return false;
            }
            switch (event.type()) {
                case "source-found" -> sourceFound = Optional.of(event.at());
                case "decision" -> takeDecision(event);
                case "migration-started" -> migrationStarted = first(migrationStarted, event);
                case "migration-succeeded", "migration-failed" -> takeEnd(event);
                default -> {}
            }
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void takeDecision(ManagerEvent event) {
        if (event.data().path("outcome").asString("").equals("move")) {
            decision = first(decision, event);
        }
    }

    private void takeEnd(ManagerEvent event) {
        if (migrationStarted.isPresent()) {
            migrationEnded = first(migrationEnded, event);
        }
    }

    private static Optional<ManagerEvent> first(
            Optional<ManagerEvent> earlier, ManagerEvent event) {
        return earlier.isPresent() ? earlier : Optional.of(event);
    }

    /**
     * Waits until the migration has ended and its decision is known; false after {@code patience}.
     */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return await(patience, () -> migrationEnded.isPresent() && decision.isPresent());
    }

    private boolean await(Duration patience, java.util.function.BooleanSupplier reached)
            throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!reached.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return reached.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** Where the story stands. */
    public Chapter chapter() {
        lock.lock();
        try {
            if (migrationEnded.isPresent()) {
                return Chapter.OVER;
            }
            if (migrationStarted.isPresent()) {
                return Chapter.MIGRATING;
            }
            return loadStarted.isPresent() ? Chapter.DETECTING : Chapter.PREPARING;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the migration ended well. */
    public boolean succeeded() {
        return migrationEnded
                .map(event -> event.type().equals("migration-succeeded"))
                .orElse(false);
    }

    /** The decision's details; only after {@link #awaitEnd}. */
    public JsonNode decision() {
        return decision.orElseThrow().data();
    }

    /** The details of the migration's end; only after {@link #awaitEnd}. */
    public JsonNode end() {
        return migrationEnded.orElseThrow().data();
    }

    /** When the order to migrate was given. */
    public Instant orderedAt() {
        Instant decided = decision.orElseThrow().at();
        return migrationStarted
                .map(ManagerEvent::at)
                .filter(started -> started.isBefore(decided))
                .orElse(decided);
    }

    /** When the migration had ended. */
    public Instant endedAt() {
        return migrationEnded.orElseThrow().at();
    }

    /** From source named to target named, ms, as the manager measured it. */
    public double decisionMs() {
        return decision().path("decisionMs").asDouble(0);
    }

    /**
     * From the load's start until the source was named; for a policy that asks no detector, until
     * the check that decided.
     */
    public double detectionMs() {
        Instant found =
                sourceFound
                        .filter(at -> !at.isAfter(orderedAt()))
                        .orElseGet(() -> orderedAt().minusNanos((long) (decisionMs() * 1e6)));
        return millis(loadStarted.orElseThrow(), found);
    }

    /** From the load's start to the order, ms. */
    public double untilOrderMs() {
        return millis(loadStarted.orElseThrow(), orderedAt());
    }

    /** From the order to the end, ms. */
    public double migrationMs() {
        return millis(orderedAt(), endedAt());
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** Parts of the story. */
    public enum Chapter {
        /** Before the load. */
        PREPARING,
        /** The load runs, nothing is decided. */
        DETECTING,
        /** The container moves. */
        MIGRATING,
        /** The migration has ended. */
        OVER
    }
}
