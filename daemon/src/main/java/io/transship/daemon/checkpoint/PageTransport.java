package io.transship.daemon.checkpoint;

import io.transship.daemon.command.RunningCommand;
import java.nio.file.Path;

/**
 * The modes in which memory does not come as files; mostly the target's half. What writes or asks
 * for pages there is a process of its own that connects to a port of the daemon on loopback.
 * Thread-safe for different migrations.
 */
public interface PageTransport {

    /**
     * Where the migration's dump on this host expects its page socket: the daemon listens there
     * before {@link SourceCheckpoint#prepare}. With PAGE_SERVER the dump sends the memory to it,
     * with POST_COPY it serves what comes from it.
     */
    Path socket(MigrationId migration);

    /** Whether the process works for that migration here, on the target. */
    boolean owns(MigrationId migration, long process);

    /**
     * Page-server: starts what writes the pages that come through the port into the dump's folder;
     * between {@link TargetRestore#prepare} and {@link TargetRestore#restore}. It ends by itself,
     * with 0 if all went well.
     */
    RunningCommand receive(MigrationId migration, int port);

    /**
     * Post-copy: starts what fetches pages through the port for a copy that is to be restored;
     * after {@link TargetRestore#arm} and before the dump's files come. It connects before this
     * returns, and begins when it reads the line "go" there: when those files are there. It ends
     * with 0 when the last page is over. If it ends in any other way, it kills the copy itself, at
     * once, even when the daemon is dead.
     */
    RunningCommand fetch(MigrationId migration, int port);

    /** Returns when a restore may begin, after the word; RESTORE_FAILED if it never may. */
    void awaitFetching(MigrationId migration, RunningCommand fetcher);

    /** Whether {@link #fetch} came to its good end, also in an earlier life of the daemon. */
    boolean fetched(MigrationId migration);

    /**
     * Kills a post-copy's copy that can't get the rest of its memory and removes it with all that
     * belongs to it, committed or not.
     */
    void lose(MigrationId migration);
}
