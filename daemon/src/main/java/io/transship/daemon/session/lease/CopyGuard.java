package io.transship.daemon.session.lease;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.runtime.ManagedContainer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What is about to run must not live on because this daemon died. Thread-safe. */
public final class CopyGuard {

    private final Engine engine;
    private final MigrationId id;
    private final BooleanSupplier decided;

    private final ReentrantLock lock = new ReentrantLock();

    /** The copy by the engine's id, as long as somebody else watches its lease, too. */
    private String guarded = "";

    /**
     * Nobody watches yet.
     *
     * @param decided whether commit or abort is settled; then nobody begins to watch any more
     */
    public CopyGuard(Engine engine, MigrationId id, BooleanSupplier decided) {
        this.engine = engine;
        this.id = id;
        this.decided = decided;
    }

    /** Somebody else kills the container, too, when the lease ends. */
    public void begin(ContainerId container, @Nullable Lease lease) {
        String copy = engine.runtime().find(container).map(ManagedContainer::engineId).orElse("");
        lock.lock();
        try {
            guarded = copy;
            tell(lease);
        } finally {
            lock.unlock();
        }
    }

    /**
     * By what is left of the lease. Waits for nobody: a renewal whose answer is late does not
     * count, and whoever holds the lock tells of the lease as well.
     */
    public void extend(@Nullable Lease lease) {
        if (lock.tryLock()) {
            try {
                tell(lease);
            } finally {
                lock.unlock();
            }
        }
    }

    private void tell(@Nullable Lease lease) {
        if (lease != null && !guarded.isEmpty() && !decided.getAsBoolean()) {
            engine.guard().killAfter(id, guarded, lease.remaining());
        }
    }

    /** Nobody watches any more. */
    public void end() {
        lock.lock();
        try {
            guarded = "";
            engine.guard().release(id);
        } finally {
            lock.unlock();
        }
    }
}
