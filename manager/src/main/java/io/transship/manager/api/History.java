package io.transship.manager.api;

import io.transship.manager.api.report.DecisionReport;
import io.transship.manager.api.report.MigrationReport;
import java.util.List;
import java.util.Optional;

/** What has happened. Thread-safe. */
public interface History {

    /** The last decisions, newest first, at most {@code limit}. */
    List<DecisionReport> decisions(int limit);

    /** One decision; empty if there is none of that id. */
    Optional<DecisionReport> decision(String id);

    /** The last migrations, those under way included, newest first, at most {@code limit}. */
    List<MigrationReport> migrations(int limit);

    /** One migration; empty if there is none of that id. */
    Optional<MigrationReport> migration(String id);
}
