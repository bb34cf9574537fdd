package io.transship.manager.store;

import io.transship.core.model.HostId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Hosts under maintenance in SQL. */
public final class SqlMaintenanceStore implements MaintenanceStore {

    private final Database database;

    /** Those of that database. */
    public SqlMaintenanceStore(Database database) {
        this.database = database;
    }

    @Override
    public Map<HostId, Instant> all() {
        Map<HostId, Instant> hosts = new HashMap<>();
        database.read(
                        handle ->
                                handle.createQuery("SELECT host, since_ms FROM maintenance")
                                        .map(
                                                (row, context) ->
                                                        Map.entry(
                                                                new HostId(row.getString("host")),
                                                                Instant.ofEpochMilli(
                                                                        row.getLong("since_ms"))))
                                        .list())
                .forEach(entry -> hosts.put(entry.getKey(), entry.getValue()));
        return hosts;
    }

    @Override
    public void begin(HostId host, Instant since) {
        database.write(
                handle ->
                        handle.createUpdate(
                                        "INSERT INTO maintenance (host, since_ms) VALUES (:host,"
                                                + " :since)")
                                .bind("host", host.name())
                                .bind("since", since.toEpochMilli())
                                .execute());
    }

    @Override
    public void end(HostId host) {
        database.write(
                handle ->
                        handle.createUpdate("DELETE FROM maintenance WHERE host = :host")
                                .bind("host", host.name())
                                .execute());
    }
}
