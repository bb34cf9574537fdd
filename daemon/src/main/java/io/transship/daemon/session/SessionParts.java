package io.transship.daemon.session;

import io.transship.core.model.HostId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.session.pages.PageParts;
import io.transship.daemon.transfer.TransferServer;
import io.transship.daemon.tuning.Tidying;
import io.transship.daemon.tuning.Tuning;
import io.transship.settings.TlsIdentity;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What sessions work with.
 *
 * @param host this host
 * @param engine its container engine
 * @param data its data port
 * @param tls who it is to its peers
 * @param random for secrets
 * @param scheduler for leases; its tasks don't block
 * @param threads one blocking task each; virtual threads
 * @param tuning what the machine is asked for while containers move
 * @param tidying what follows when nothing has moved for a while
 * @param settings deadlines and folders
 */
public record SessionParts(
        HostId host,
        Engine engine,
        TransferServer data,
        TlsIdentity tls,
        SecureRandom random,
        ScheduledExecutorService scheduler,
        ExecutorService threads,
        Tuning tuning,
        Tidying tidying,
        SessionSettings settings) {

    /** A migration is decided here; whoever decides has no time for what follows from it. */
    void decided(MigrationId id, SessionPhase to) {
        if (to.isOver()) {
            tidying.over(id.text());
        } else {
            tidying.goesOn(id.text());
        }
        threads.execute(() -> tuning.ends(id.text()));
    }

    /**
     * What an end of the tunnel of memory pages works with.
     *
     * @param come how long CRIU may take to open its socket
     */
    PageParts pages(Duration come) {
        return new PageParts(engine.pages(), data, tls, random, threads, come);
    }
}
