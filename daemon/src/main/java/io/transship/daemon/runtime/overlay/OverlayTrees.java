package io.transship.daemon.runtime.overlay;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.tree.TreeAccess;
import io.transship.daemon.tree.TreeChanges;
import io.transship.daemon.tree.TreeManifest;
import io.transship.daemon.tree.TreePacker;
import io.transship.daemon.tree.TreeUnpacker;
import io.transship.daemon.tree.TreeWalk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The trees of containers of an engine that stacks their layers with overlayfs. */
public final class OverlayTrees implements TreeAccess {

    private static final Duration LONGEST_SYNC = Duration.ofMinutes(10);

    private final ContainerRuntime runtime;
    private final LayerLocator locator;
    private final Function<ManagedContainer, Set<Long>> mapped;
    private final CommandRunner commands;
    private final TreeWalk walk;

    /**
     * As long as the layer is there, which the engine removes with the container. Engines may not
     * answer questions about a container that is being started, and nobody waits for their answers
     * while a container stands still.
     */
    private final Map<ContainerId, Located> known = new ConcurrentHashMap<>();

    /**
     * A container's trees.
     *
     * @param container as it was found
     * @param layer its layers
     * @param folders of all trees, the upper layer's first
     * @param unpackers of trees that are being filled
     */
    private record Located(
            ManagedContainer container,
            OverlayLayer layer,
            Map<String, Path> folders,
            Map<String, TreeUnpacker> unpackers) {

        boolean isThere() {
            return Files.exists(layer.upper());
        }
    }

    /**
     * Works on the trees of this engine's containers.
     *
     * @param mapped inodes of files that a container's processes have mapped to write to
     */
    public OverlayTrees(
            ContainerRuntime runtime,
            LayerLocator locator,
            Function<ManagedContainer, Set<Long>> mapped,
            CommandRunner commands,
            InstantSource clock) {
        this.runtime = runtime;
        this.locator = locator;
        this.mapped = mapped;
        this.commands = commands;
        this.walk = new TreeWalk(commands, clock);
    }

    /** Finds out where the trees are, as long as the engine answers. */
    public void locate(ContainerId container) {
        known.values().removeIf(each -> !each.isThere());
        known.put(container, located(ManagedContainer.demand(runtime, container)));
    }

    @Override
    public List<String> trees(ContainerId container) {
        return List.copyOf(located(container).folders().keySet());
    }

    @Override
    public Set<Long> settle(ContainerId container, Moment moment) {
        if (moment == Moment.SERVING) {
            // Pages that were written back are write-protected: the next write is seen again.
            List<String> sync = new ArrayList<>(List.of("sync", "--file-system"));
            located(container).folders().values().forEach(each -> sync.add(each.toString()));
            CommandResult result = commands.run(new Command(sync, Map.of(), LONGEST_SYNC));
            if (!result.succeeded()) {
                throw new TransshipException(
                        FailureCode.TRANSFER_FAILED,
                        "the files of '%s' can't be written to the disk: %s"
                                .formatted(container, result.words()));
            }
        }
        return mapped.apply(located(container).container());
    }

    @Override
    public TreeManifest look(ContainerId container, String tree, Set<Long> unsure) {
        return walk.look(folder(container, tree), unsure);
    }

    @Override
    public Set<String> write(
            ContainerId container, String tree, TreeChanges changes, OutputStream out)
            throws IOException {
        return new TreePacker(commands).write(folder(container, tree), changes, out);
    }

    @Override
    public void apply(ContainerId container, String tree, InputStream in) throws IOException {
        Located located = located(container);
        TreeUnpacker unpacker =
                located.unpackers()
                        .computeIfAbsent(
                                tree, _ -> new TreeUnpacker(commands, folder(container, tree)));
        if (!tree.equals(LAYER)) {
            unpacker.apply(in);
            return;
        }
        // Changes beneath a mounted overlay may or may not be seen, so it is mounted anew.
        Optional<OverlayMount> mount = OverlayMount.at(located.layer().merged());
        mount.ifPresent(each -> each.unmount(commands));
        try {
            unpacker.apply(in);
        } finally {
            mount.ifPresent(each -> each.mount(commands));
        }
    }

    private Path folder(ContainerId container, String tree) {
        Path folder = located(container).folders().get(tree);
        if (folder == null) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    "'%s' has nothing at %s that is carried".formatted(container, tree));
        }
        return folder;
    }

    private Located located(ContainerId container) {
        Located found = known.get(container);
        if (found == null || !found.isThere()) {
            found = located(ManagedContainer.demand(runtime, container));
            known.put(container, found);
        }
        return found;
    }

    private Located located(ManagedContainer found) {
        OverlayLayer layer = locator.locate(found);
        Map<String, Path> folders = new TreeMap<>(locator.mounts(found));
        folders.put(LAYER, layer.upper());
        return new Located(found, layer, folders, new HashMap<>());
    }
}
