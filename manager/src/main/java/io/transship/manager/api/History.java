package io.transship.manager.api;

import io.transship.manager.api.report.MigrationReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has happened. Thread-safe. */
public interface History {

    /** The last decisions as in the events (docs/api.md), newest first, at most {@code limit}. */
    List<Map<String, Object>> decisions(int limit);

    /** One decision; empty if there is none of that id. */
    Optional<Map<String, Object>> decision(String id);

    /** The last migrations, those under way included, newest first, at most {@code limit}. */
    List<MigrationReport> migrations(int limit);

    /** One migration; empty if there is none of that id. */
    Optional<MigrationReport> migration(String id);
}
