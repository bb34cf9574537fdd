package io.transship.manager.store;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import java.util.List;
import java.util.Map;

/**
 * The thesis' tables "connection" and "mapping" (4.3): who is attached where, and names of numbers.
 * Thread-safe.
 */
public final class NetworkNames {

    private final Database database;

    /**
     * One row of "connection".
     *
     * @param source a switch's port
     * @param toHost whether a host is behind it; else a switch
     * @param destination the host's name, or the other switch's port
     */
    public record Connection(ConnectPoint source, boolean toHost, String destination) {}

    /** The tables of that database. */
    public NetworkNames(Database database) {
        this.database = database;
    }

    /** Replaces the table "connection". The thesis calls a switch "server" there. */
    public void replaceConnections(List<Connection> connections) {
        database.write(
                handle -> {
                    handle.execute("DELETE FROM connection");
                    for (Connection each : connections) {
                        handle.createUpdate(
                                        "INSERT INTO connection (source, dst_type, destination)"
                                                + " VALUES (:source, :type, :destination)")
                                .bind("source", each.source().toString())
                                .bind("type", each.toHost() ? "host" : "server")
                                .bind("destination", each.destination())
                                .execute();
                    }
                });
    }

    /** Replaces the table "mapping": switches' names by datapath id, hosts' addresses by name. */
    public void replaceMappings(Map<String, String> switches, Map<HostId, IpAddress> hosts) {
        database.write(
                handle -> {
                    handle.execute("DELETE FROM mapping");
                    switches.forEach((dpid, name) -> map(handle, dpid, name));
                    hosts.forEach((host, address) -> map(handle, host.name(), address.text()));
                });
    }

    private static void map(org.jdbi.v3.core.Handle handle, String name, String value) {
        handle.createUpdate("INSERT INTO mapping (name, value) VALUES (:name, :value)")
                .bind("name", name)
                .bind("value", value)
                .execute();
    }
}
