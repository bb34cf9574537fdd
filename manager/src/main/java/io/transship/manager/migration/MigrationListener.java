package io.transship.manager.migration;

/** Is told how a migration goes on. Called on the migration's thread: return quickly. */
@FunctionalInterface
public interface MigrationListener {

    /** Ignores everything. */
    MigrationListener NONE = progress -> {};

    /** Something went on. */
    void onProgress(MigrationProgress progress);
}
