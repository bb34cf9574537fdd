package io.transship.daemon.testing;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.CopyGuard;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.ModeSupport;
import io.transship.daemon.measurement.MemoryMeter;
import io.transship.daemon.preflight.Preflight;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.log.ContainerLogs;
import io.transship.daemon.tree.TreeAccess;
import io.transship.daemon.tree.TreeChanges;
import io.transship.daemon.tree.TreeEntry;
import io.transship.daemon.tree.TreeManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A host whose engine lives in memory and outlives its daemon, as Docker does. It keeps the
 * contracts of the engine's interfaces; any of their calls can be made to fail or to be watched.
 */
public final class MemoryHost {

    final String name;
    final MemoryWorld world;
    final Path run;
    final Map<ContainerId, MemoryContainer> containers = new ConcurrentHashMap<>();
    final Map<MigrationId, ContainerId> migrations = new ConcurrentHashMap<>();
    final Set<MigrationId> fetched = ConcurrentHashMap.newKeySet();
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    private final Map<MigrationMode, String> missing = new ConcurrentHashMap<>();
    private final MemoryImages images = new MemoryImages();
    final RoundsInMemory rounds = new RoundsInMemory(this);
    private int life;

    /**
     * An empty host.
     *
     * @param run takes the files of dumps
     */
    public MemoryHost(String name, MemoryWorld world, Path run) {
        this.name = name;
        this.world = world;
        this.run = run;
    }

    /** Where this host's daemon listens for the pages of a migration. */
    Path pageSocket(MigrationId migration) {
        try {
            return Files.createDirectories(run).resolve("pages-" + migration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the host shall lack. */
    public void lacking(MigrationMode mode, String why) {
        missing.put(mode, why);
    }

    /** Everything that a daemon needs of it. */
    public Engine engine() {
        MemoryTarget target = new MemoryTarget(this);
        return new Engine(
                new Containers(),
                images,
                new Trees(),
                new Logs(),
                new Memory(),
                new MemorySource(this),
                target,
                new MemoryPages(this, target),
                rounds,
                new ModeSupport(missing),
                CopyGuard.NONE);
    }

    /** What it finds before a move; its calls are named "check". */
    public Preflight preflight() {
        return new MemoryPreflight(this);
    }

    /** Its images. */
    public MemoryImages images() {
        return images;
    }

    /** Runs {@code action} before each call of that name ("dump", "restore", …). */
    public void before(String call, Runnable action) {
        before.put(call, action);
    }

    /** Lets each call of that name fail. */
    public void failing(String call, FailureCode code) {
        before(
                call,
                () -> {
                    throw new TransshipException(code, call + " fails here.");
                });
    }

    /** Lets every call succeed again. */
    public void healthy() {
        before.clear();
    }

    void call(String call) {
        Runnable action = before.get(call);
        if (action != null) {
            action.run();
        }
    }

    /**
     * Every container ends, the network with it, and what is known of migrations. A daemon that was
     * closed just before, and still has something under way, can't do it any more.
     */
    public synchronized void powerCut() {
        life++;
        migrations.clear();
        fetched.clear();
        for (MemoryContainer box : containers.values()) {
            box.plugged = false;
            enter(box, MemoryContainer.State.CREATED);
        }
    }

    /** How often its power was cut. */
    synchronized int life() {
        return life;
    }

    /** Refuses what began before the last power cut. */
    synchronized void requireLife(int begun) {
        if (begun != life) {
            throw new TransshipException(
                    FailureCode.ENGINE_FAILED, name + " had no power meanwhile.");
        }
    }

    /** Makes the memory or the layer of a container different. */
    public void write(ContainerId container, byte[] memory, byte[] layer) {
        MemoryContainer box = require(container);
        box.memory = memory.clone();
        box.layer = layer.clone();
    }

    /** The memory of a container. */
    public byte[] memory(ContainerId container) {
        return require(container).memory.clone();
    }

    /** The writable layer of a container. */
    public byte[] layer(ContainerId container) {
        return require(container).layer.clone();
    }

    /** The container prints something. */
    public void print(ContainerId container, String text) {
        MemoryContainer box = require(container);
        box.log = (log(container) + text).getBytes(StandardCharsets.UTF_8);
    }

    /** What the container printed. */
    public String log(ContainerId container) {
        return new String(require(container).log, StandardCharsets.UTF_8);
    }

    /** Whether there is one, in whatever state. */
    public boolean has(ContainerId container) {
        return containers.containsKey(container);
    }

    MemoryContainer require(ContainerId container) {
        MemoryContainer box = containers.get(container);
        if (box == null) {
            throw new TransshipException(
                    FailureCode.CONTAINER_UNKNOWN, name + " has no container " + container + ".");
        }
        return box;
    }

    synchronized void enter(MemoryContainer box, MemoryContainer.State state) {
        box.state = state;
        if (state == MemoryContainer.State.RUNNING && box.plugged) {
            world.runs(box.spec.name(), name);
        } else {
            world.stops(box.spec.name(), name);
        }
    }

    synchronized void plug(MemoryContainer box, boolean plugged) {
        box.plugged = plugged;
        enter(box, box.state);
    }

    void removeBox(ContainerId container) {
        if (containers.remove(container) != null) {
            world.stops(container, name);
        }
    }

    private final class Containers implements ContainerRuntime {

        @Override
        public List<ManagedContainer> list() {
            return containers.values().stream()
                    .map(box -> box.seen(name))
                    .sorted(Comparator.comparing(seen -> seen.spec().name()))
                    .toList();
        }

        @Override
        public Optional<ManagedContainer> find(ContainerId container) {
            call("find");
            return Optional.ofNullable(containers.get(container)).map(box -> box.seen(name));
        }

        @Override
        public ManagedContainer create(ContainerSpec spec) {
            call("create");
            String image =
                    images.find(spec.image())
                            .orElseThrow(
                                    () ->
                                            new TransshipException(
                                                    FailureCode.IMAGE_UNAVAILABLE,
                                                    "no image " + spec.image() + "."))
                            .id();
            MemoryContainer box = new MemoryContainer(spec, image);
            if (containers.putIfAbsent(spec.name(), box) != null) {
                throw new TransshipException(
                        FailureCode.CONTAINER_CONFLICT, spec.name() + " exists on " + name + ".");
            }
            return box.seen(name);
        }

        @Override
        public void start(ContainerId container) {
            call("start");
            MemoryContainer box = require(container);
            box.plugged = true;
            enter(box, MemoryContainer.State.RUNNING);
        }

        @Override
        public void remove(ContainerId container) {
            call("remove");
            removeBox(container);
        }

        /** Here a container takes its network along, whoever removes it. */
        @Override
        public List<ManagedContainer> removeStrays() {
            return list();
        }
    }

    private final class Memory implements MemoryMeter {

        @Override
        public ByteCount memory(ManagedContainer container) {
            call("measure");
            return new ByteCount(require(container.spec().name()).memory.length);
        }

        /** A hundredth of it each second. */
        @Override
        public Optional<DirtyRate> dirtyRate(ManagedContainer container, Duration interval) {
            return Optional.of(
                    new DirtyRate(
                            new ByteCount(memory(container).bytes() / 100), Basis.SOFT_DIRTY));
        }
    }

    /** The writable layer is one file; nothing else is carried. */
    private final class Trees implements TreeAccess {

        @Override
        public List<String> trees(ContainerId container) {
            return List.of(LAYER);
        }

        @Override
        public Set<Long> settle(ContainerId container, Moment moment) {
            call("settle");
            return Set.of();
        }

        @Override
        public TreeManifest look(ContainerId container, String tree, Set<Long> unsure) {
            byte[] layer = require(container).layer;
            return new TreeManifest(
                    List.of(
                            new TreeEntry(
                                    "layer", 'f', 1, layer.length, 0, Arrays.toString(layer))),
                    Long.MAX_VALUE,
                    unsure);
        }

        @Override
        public Set<String> write(
                ContainerId container, String tree, TreeChanges changes, OutputStream out)
                throws IOException {
            call("write-layer");
            out.write(require(container).layer);
            return Set.of("layer");
        }

        @Override
        public void apply(ContainerId container, String tree, InputStream in) throws IOException {
            call("replace-layer");
            require(container).layer = in.readAllBytes();
        }
    }

    private final class Logs implements ContainerLogs {

        @Override
        public Position write(ContainerId container, Position since, OutputStream out)
                throws IOException {
            byte[] log = require(container).log;
            out.write(log, (int) since.bytes(), log.length - (int) since.bytes());
            return new Position(1, log.length);
        }

        @Override
        public void append(ContainerId container, InputStream in) throws IOException {
            MemoryContainer box = require(container);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(box.log);
            in.transferTo(all);
            box.log = all.toByteArray();
        }
    }
}
