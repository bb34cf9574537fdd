package io.transship.daemon.session.lease;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.runtime.ManagedContainer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What is about to run must not live on because this daemon died. Thread-safe. */
public final class CopyGuard {

    private final Engine engine;
    private final MigrationId id;
    private final BooleanSupplier decided;

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
    public synchronized void begin(ContainerId container, @Nullable Lease lease) {
        guarded = engine.runtime().find(container).map(ManagedContainer::engineId).orElse("");
        extend(lease);
    }

    /** By what is left of the lease. */
    public synchronized void extend(@Nullable Lease lease) {
        if (lease != null && !guarded.isEmpty() && !decided.getAsBoolean()) {
            engine.guard().killAfter(id, guarded, lease.remaining());
        }
    }

    /** Nobody watches any more. */
    public synchronized void end() {
        guarded = "";
        engine.guard().release(id);
    }
}
