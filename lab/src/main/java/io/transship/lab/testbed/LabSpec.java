package io.transship.lab.testbed;

import io.transship.daemon.DaemonConfig.EngineKind;
import io.transship.lab.scenarios.LabHost;
import io.transship.lab.scenarios.LabTopology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a lab should be.
 *
 * @param name unique among the labs that are up on this machine; letters, digits and dashes
 * @param topology switches, hosts and cables
 * @param extent how much of Transship runs in it
 * @param reservedHosts hosts that get no managed container
 * @param managerSettings keys of the manager's configuration file, over what the lab writes itself
 * @param daemonSettings keys of each daemon's configuration file, over what the lab writes itself
 * @param dockerSettings keys of each Docker's own configuration file, over what the lab writes
 *     itself
 * @param engine of every machine
 * @param images archives for the engine to load, in every machine before its daemon starts
 * @param plainHosts hosts with neither engine nor daemon, of which the manager is told nothing
 */
public record LabSpec(
        String name,
        LabTopology topology,
        Extent extent,
        Set<String> reservedHosts,
        Map<String, Object> managerSettings,
        Map<String, Object> daemonSettings,
        Map<String, Object> dockerSettings,
        EngineKind engine,
        List<Path> images,
        Set<String> plainHosts) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    /** How much of Transship runs in a lab. */
    public enum Extent {
        /** Switches that learn addresses by themselves, and machines with a container engine. */
        NETWORK,
        /** The same, with a daemon on each machine. */
        DAEMONS,
        /** Switches led by a manager, and a daemon on each machine. */
        EVERYTHING
    }

    /** Checks the name and the reserved hosts. */
    public LabSpec {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "lab name '" + name + "' is not 1 to 32 lower-case letters, digits or dashes");
        }
        reservedHosts = Set.copyOf(reservedHosts);
        reservedHosts.forEach(topology::host);
        managerSettings = new TreeMap<>(managerSettings);
        daemonSettings = new TreeMap<>(daemonSettings);
        dockerSettings = new TreeMap<>(dockerSettings);
        images = List.copyOf(images);
        plainHosts = Set.copyOf(plainHosts);
        plainHosts.forEach(topology::host);
    }

    /** Whether a lab may bear that name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A lab whose machines have Docker. */
    public LabSpec(
            String name,
            LabTopology topology,
            Extent extent,
            Set<String> reservedHosts,
            Map<String, Object> managerSettings,
            List<Path> images) {
        this(
                name,
                topology,
                extent,
                reservedHosts,
                managerSettings,
                Map.of(),
                Map.of(),
                EngineKind.DOCKER,
                images,
                Set.of());
    }

    /** A lab with everything in it, whose first host is reserved for clients. */
    public LabSpec(String name, LabTopology topology) {
        this(name, topology, Extent.EVERYTHING, Set.of("h1"), Map.of(), List.of());
    }

    /** This, with another extent. */
    public LabSpec with(Extent other) {
        return new LabSpec(
                name,
                topology,
                other,
                reservedHosts,
                managerSettings,
                daemonSettings,
                dockerSettings,
                engine,
                images,
                plainHosts);
    }

    /** This, with another container engine. */
    public LabSpec with(EngineKind other) {
        return new LabSpec(
                name,
                topology,
                extent,
                reservedHosts,
                managerSettings,
                daemonSettings,
                dockerSettings,
                other,
                images,
                plainHosts);
    }

    /** This, with one more image in every machine. */
    public LabSpec withImage(Path archive) {
        List<Path> more = new ArrayList<>(images);
        more.add(archive);
        return new LabSpec(
                name,
                topology,
                extent,
                reservedHosts,
                managerSettings,
                daemonSettings,
                dockerSettings,
                engine,
                more,
                plainHosts);
    }

    /** This, with one more host that is a machine and nothing else, as those of clients are. */
    public LabSpec withPlainHost(String host) {
        Set<String> more = new HashSet<>(plainHosts);
        more.add(host);
        return new LabSpec(
                name,
                topology,
                extent,
                reservedHosts,
                managerSettings,
                daemonSettings,
                dockerSettings,
                engine,
                images,
                more);
    }

    /** Whether that host has an engine, and what belongs to it. */
    boolean hasEngine(LabHost host) {
        return !plainHosts.contains(host.name());
    }

    /** This, with one more key of the manager's configuration file ("policy", "random"). */
    public LabSpec withManagerSetting(String key, Object value) {
        return with(with(managerSettings, key, value), daemonSettings, dockerSettings);
    }

    /** This, with one more key of each daemon's configuration file ("bridge", "br1"). */
    public LabSpec withDaemonSetting(String key, Object value) {
        return with(managerSettings, with(daemonSettings, key, value), dockerSettings);
    }

    /** This, with one more key of each Docker's own configuration file ("experimental", true). */
    public LabSpec withDockerSetting(String key, Object value) {
        return with(managerSettings, daemonSettings, with(dockerSettings, key, value));
    }

    private static Map<String, Object> with(
            Map<String, Object> settings, String key, Object value) {
        Map<String, Object> more = new TreeMap<>(settings);
        more.put(key, value);
        return more;
    }

    private LabSpec with(
            Map<String, Object> manager, Map<String, Object> daemon, Map<String, Object> docker) {
        return new LabSpec(
                name,
                topology,
                extent,
                reservedHosts,
                manager,
                daemon,
                docker,
                engine,
                images,
                plainHosts);
    }
}
