package io.transship.lab.testbed;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.lab.programs.Programs;
import io.transship.lab.scenarios.LabHost;
import io.transship.lab.testbed.LabState.HostState;
import io.transship.lab.testbed.LabState.LinkState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A lab that is up: a network of machines in namespaces of its own. When this object is closed, or
 * its process ends in whatever way, the lab ends and nothing of it stays; unless it has been {@link
 * #detach detached} before. Thread-safe.
 */
public final class Testbed implements AutoCloseable {

    private static final Duration DOWN_DEADLINE = Duration.ofSeconds(60);

    private final String name;
    private final LabFolders folders;
    private final DriverClient driver;
    private final LabProcesses processes;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private @Nullable Keeper keeper;

    Testbed(String name, LabFolders folders, Programs programs, @Nullable Keeper keeper) {
        this.name = name;
        this.folders = folders;
        this.keeper = keeper;
        this.driver = new DriverClient(folders.driverSocket());
        this.processes = new LabProcesses(folders, programs);
        driver.ask(Map.of("do", "status"))
                .path("hosts")
                .forEachEntry((host, state) -> addMachine(host, state, programs));
    }

    private void addMachine(String host, JsonNode state, Programs programs) {
        LabHost named = new LabHost(Integer.parseInt(host.substring(1)));
        Path cgroup = Path.of(state.path("cgroup").asString());
        machines.put(host, new Machine(named, folders.number(), cgroup, programs));
    }

    /**
     * Builds a lab and waits until everything in it serves. Blocks for some seconds.
     *
     * @throws TransshipException if the machine lacks something, or a part does not start; nothing
     *     is left of the lab then
     */
    public static Testbed start(LabSpec spec, Progress progress) {
        return start(spec, Programs.ofThisProcess(), progress);
    }

    /** The same, with other ways to start Java programs in it. */
    public static Testbed start(LabSpec spec, Programs programs, Progress progress) {
        return new BringUp(spec, programs, progress).run();
    }

    /**
     * A lab that somebody else has built; closing the result does not end it.
     *
     * @throws TransshipException LAB_NOT_UP if there is no such lab
     */
    public static Testbed attach(String name) {
        Integer number = up().get(name);
        if (number == null) {
            throw new TransshipException(
                    FailureCode.LAB_NOT_UP, "no lab with the name '" + name + "' is up.");
        }
        return new Testbed(name, new LabFolders(number), Programs.ofThisProcess(), null);
    }

    /** The labs that are up on this machine: their names and numbers. */
    public static SortedMap<String, Integer> up() {
        SortedMap<String, Integer> labs = new TreeMap<>();
        if (!Files.isDirectory(LabFolders.RUN)) {
            return labs;
        }
        try (Stream<Path> folders = Files.list(LabFolders.RUN)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                LabFolders lab = new LabFolders(Integer.parseInt(folder.getFileName().toString()));
                if (answers(lab)) {
                    labs.put(Files.readString(folder.resolve("name")), lab.number());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return labs;
    }

    private static boolean answers(LabFolders lab) {
        try {
            new DriverClient(lab.driverSocket()).ask(Map.of("do", "status"));
            return true;
        } catch (TransshipException e) {
            return false; // it is being built, or dying
        }
    }

    /** Removes what labs have left whose keeper was killed. */
    public static void sweep() {
        Keeper.sweep();
    }

    /** The name that tells it from other labs on this machine. */
    public String name() {
        return name;
    }

    /** Its number on this machine, of which its management network 172.30.NUMBER.0/24 is made. */
    public int number() {
        return folders.number();
    }

    /** The folder with its configurations, certificates and logs. */
    public Path runFolder() {
        return folders.run();
    }

    /** Where the manager's REST API is. */
    public URI managerUri() {
        return URI.create(
                "http://"
                        + Configurations.managerAddress(number())
                        + ":"
                        + Configurations.REST_PORT);
    }

    /** The file with the token that the REST API asks for. */
    public Path tokenFile() {
        return folders.token();
    }

    /** The log of "manager", or of "daemon-h2". */
    public Path log(String process) {
        return folders.log(process);
    }

    /** All machines, by their numbers. */
    public List<Machine> machines() {
        return List.copyOf(machines.values());
    }

    /**
     * One machine.
     *
     * @throws TransshipException HOST_UNKNOWN if there is none of that name
     */
    public Machine machine(String host) {
        Machine machine = machines.get(host);
        if (machine == null) {
            throw new TransshipException(
                    FailureCode.HOST_UNKNOWN,
                    "the lab has no host '" + host + "'.",
                    "Choose one of " + String.join(", ", machines.keySet()) + ".",
                    null);
        }
        return machine;
    }

    /** How everything stands. */
    public LabState state() {
        JsonNode answer = driver.ask(Map.of("do", "status"));
        List<HostState> hosts = new ArrayList<>();
        answer.path("hosts")
                .forEachEntry(
                        (host, state) ->
                                hosts.add(new HostState(host, state.path("on").asBoolean())));
        List<LinkState> links = new ArrayList<>();
        for (JsonNode link : answer.path("links")) {
            links.add(
                    new LinkState(
                            link.path("a").asString(),
                            link.path("b").asString(),
                            new BitRate(link.path("bps").asLong()),
                            link.path("plugged").asBoolean()));
        }
        return new LabState(name, number(), hosts, links);
    }

    /** Cuts the cable between two nodes, as if it broke. */
    public void cut(String a, String b) {
        driver.ask(Map.of("do", "cut", "a", a, "b", b));
    }

    /** Mends the cable between two nodes. */
    public void restore(String a, String b) {
        driver.ask(Map.of("do", "restore", "a", a, "b", b));
    }

    /** Changes the capacity of a cable, both directions; waiting frames are kept. */
    public void rate(String a, String b, BitRate capacity) {
        driver.ask(Map.of("do", "rate", "a", a, "b", b, "bps", capacity.bps()));
    }

    /** A power cut: everything on the machine ends at once. Its disk stays. */
    public void kill(String host) {
        driver.ask(Map.of("do", "kill", "host", machine(host).name()));
    }

    /** Gives power to a machine again, and waits until its engine and daemon serve. */
    public void start(String host) {
        Machine machine = machine(host);
        driver.ask(Map.of("do", "start", "host", host));
        processes.awaitEngine(machine);
        if (Files.exists(folders.settings(host).resolve("daemon.yaml"))) {
            processes.startDaemon(machine);
        }
    }

    /**
     * Lets the lab go on after this process; {@link #attach} finds it again, {@link #down} ends it.
     */
    public synchronized void detach() {
        if (keeper != null) {
            keeper.detach();
            keeper = null;
        }
    }

    /** What kills single programs of this lab. Only the process that built the lab has it. */
    public synchronized Outages outages() {
        Keeper ours = keeper;
        if (ours == null) {
            throw new TransshipException(
                    FailureCode.LAB_NOT_UP, "the lab is not kept by this process.");
        }
        return new Outages(this, folders, processes, driver, ours.pid());
    }

    /** Ends the lab, whoever built it, and waits until nothing is left of it. */
    public synchronized void down() {
        if (keeper != null) {
            close();
            return;
        }
        driver.down();
        long end = System.nanoTime() + DOWN_DEADLINE.toNanos();
        while (Files.exists(folders.run())) {
            if (System.nanoTime() > end) {
                throw new TransshipException(
                        FailureCode.DEADLINE_EXCEEDED, "the lab did not end within 60 s.");
            }
            LabProcesses.pause();
        }
    }

    /** Ends the lab if it is ours, and waits until nothing is left of it. */
    @Override
    public synchronized void close() {
        if (keeper != null) {
            keeper.close();
            keeper = null;
        }
    }
}
