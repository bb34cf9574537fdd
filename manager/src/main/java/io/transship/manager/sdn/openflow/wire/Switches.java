package io.transship.manager.sdn.openflow.wire;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.projectfloodlight.openflow.protocol.action.OFAction;

/** The switches that are connected now. Lives on the event loop. */
public final class Switches {

    private final SortedMap<DatapathId, SwitchConnection> connections = new TreeMap<>();

    /** Takes a switch in; the connection that it had before, if it was still there. */
    public Optional<SwitchConnection> add(SwitchConnection connection) {
        return Optional.ofNullable(connections.put(connection.datapath(), connection));
    }

    /** Takes a switch out, unless it has another connection by now; whether it did. */
    public boolean remove(SwitchConnection connection) {
        return connections.remove(connection.datapath(), connection);
    }

    /** All of them, smallest datapath id first. */
    public Collection<SwitchConnection> all() {
        return Collections.unmodifiableCollection(connections.values());
    }

    /** The connection of one switch. */
    public Optional<SwitchConnection> find(DatapathId datapath) {
        return Optional.ofNullable(connections.get(datapath));
    }

    /** Whether the port is there and up. */
    public boolean isUp(ConnectPoint at) {
        return find(at.datapath())
                .flatMap(connection -> connection.port(at.port()))
                .filter(SwitchPort::up)
                .isPresent();
    }

    /** Sends a frame out of these ports. */
    public void output(Collection<ConnectPoint> ports, byte[] frame) {
        Map<DatapathId, List<Integer>> bySwitch = new TreeMap<>();
        for (ConnectPoint port : ports) {
            bySwitch.computeIfAbsent(port.datapath(), none -> new ArrayList<>()).add(port.port());
        }
        bySwitch.forEach(
                (datapath, numbers) ->
                        find(datapath).ifPresent(to -> to.send(Flows.packetOut(frame, numbers))));
    }

    /** Sends a frame out of one port, changed by these actions. */
    public void output(ConnectPoint to, List<OFAction> changes, byte[] frame) {
        find(to.datapath())
                .ifPresent(
                        connection ->
                                connection.send(
                                        Flows.packetOut(frame, changes, List.of(to.port()))));
    }

    /** Done when every switch has carried out everything sent before; fails if one does not. */
    public CompletableFuture<Void> barrier() {
        return CompletableFuture.allOf(
                all().stream().map(SwitchConnection::barrier).toArray(CompletableFuture<?>[]::new));
    }

    /** Done when every switch has carried out everything, or has failed to. */
    public CompletableFuture<Void> barrierOfTheWilling() {
        return CompletableFuture.allOf(
                all().stream()
                        .map(to -> to.barrier().handle((done, failure) -> ""))
                        .toArray(CompletableFuture<?>[]::new));
    }
}
