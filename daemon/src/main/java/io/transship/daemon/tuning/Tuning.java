package io.transship.daemon.tuning;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the machine for what the settings allow, while containers move and while the daemon runs.
 * Thread-safe.
 */
public final class Tuning implements AutoCloseable {

    private final Optional<KernelValue> moving;
    private final Optional<KernelValue> running;
    private final Set<String> moves = new HashSet<>();

    private Tuning(Optional<KernelValue> moving, Optional<KernelValue> running) {
        this.moving = moving;
        this.running = running;
        running.ifPresent(KernelValue::begin);
    }

    /** Asks for nothing. */
    public static Tuning none() {
        return new Tuning(Optional.empty(), Optional.empty());
    }

    /**
     * Sets back what an earlier daemon could not, and asks for what is allowed.
     *
     * @param root the machine's root folder
     * @param notes a folder on memory
     */
    public static Tuning of(TuningSettings settings, Path root, Path notes) {
        KernelValue rcu =
                KernelValue.atLeast(
                        root.resolve(TuningSettings.RCU_EXPEDITED),
                        notes.resolve("rcu_expedited"),
                        1);
        KernelValue buckets =
                KernelValue.atMost(
                        root.resolve(TuningSettings.CONNTRACK_BUCKETS),
                        notes.resolve("nf_conntrack_buckets"),
                        settings.conntrackBuckets());
        return new Tuning(
                Optional.of(rcu).filter(_ -> settings.rcuExpedited()),
                Optional.of(buckets).filter(_ -> settings.conntrackBuckets() > 0));
    }

    /** This host takes part in a migration from now on. */
    public synchronized void begins(String migration) {
        if (moves.add(migration)) {
            moving.ifPresent(KernelValue::begin);
        }
    }

    /** This host's part in the migration is decided; may be said again. */
    public synchronized void ends(String migration) {
        if (moves.remove(migration)) {
            moving.ifPresent(KernelValue::end);
        }
    }

    /** Whether this host takes part in a migration that is not decided. */
    public synchronized boolean isMoving() {
        return !moves.isEmpty();
    }

    /** Sets everything back. */
    @Override
    public synchronized void close() {
        Set.copyOf(moves).forEach(this::ends);
        running.ifPresent(KernelValue::end);
    }
}
