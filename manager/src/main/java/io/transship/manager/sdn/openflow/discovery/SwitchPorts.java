package io.transship.manager.sdn.openflow.discovery;

import io.transship.core.model.DatapathId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The ports of one connected switch that are up. Lives on the event loop. */
final class SwitchPorts {

    private final DatapathId datapath;
    private final SortedMap<Integer, UpPort> ports = new TreeMap<>();
    private List<UpPort> newcomers = new ArrayList<>();

    SwitchPorts(DatapathId datapath) {
        this.datapath = datapath;
    }

    DatapathId datapath() {
        return datapath;
    }

    /** Smallest number first. */
    Collection<UpPort> all() {
        return Collections.unmodifiableCollection(ports.values());
    }

    Optional<UpPort> find(int number) {
        return Optional.ofNullable(ports.get(number));
    }

    boolean contains(UpPort port) {
        return ports.get(port.at().port()) == port;
    }

    /** Whether it is the first one of this moment. */
    boolean add(UpPort port) {
        ports.put(port.at().port(), port);
        newcomers.add(port);
        return newcomers.size() == 1;
    }

    void remove(UpPort port) {
        ports.remove(port.at().port(), port);
    }

    /** Those that came up in this moment. */
    List<UpPort> takeNewcomers() {
        List<UpPort> these = newcomers;
        newcomers = new ArrayList<>();
        return these;
    }
}
