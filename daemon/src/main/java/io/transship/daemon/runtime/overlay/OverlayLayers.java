package io.transship.daemon.runtime.overlay;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.LayerAccess;
import io.transship.daemon.runtime.ManagedContainer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Writable layers of an engine that stacks them with overlayfs; GNU tar packs and unpacks them. */
public final class OverlayLayers implements LayerAccess {

    private static final Duration LONGEST_COPY = Duration.ofHours(2);
    private static final int TAR_FILE_CHANGED = 1;
    private static final Duration SIZE_HOLDS = Duration.ofSeconds(30);
    private static final int MOST_FILES = 100_000;

    private final ContainerRuntime runtime;
    private final LayerLocator locator;
    private final CommandRunner commands;
    private final InstantSource clock;

    /** By engine id. Engines may not answer questions about a container that is being started. */
    private final Map<String, OverlayLayer> known = new ConcurrentHashMap<>();

    /** Works on the writable layers of this engine's containers. */
    public OverlayLayers(
            ContainerRuntime runtime,
            LayerLocator locator,
            CommandRunner commands,
            InstantSource clock) {
        this.runtime = runtime;
        this.locator = locator;
        this.commands = commands;
        this.clock = clock;
    }

    /** Sizes that were counted lately, by folder. */
    private final Map<Path, Counted> sizes = new ConcurrentHashMap<>();

    /** A size and when it was counted, on the monotonic clock. */
    private record Counted(ByteCount size, long at) {}

    /** Finds out where the layer is, as long as the engine answers; true if it can be carried. */
    public boolean locate(ContainerId container) {
        sizes.clear();
        known.keySet().retainAll(runtime.list().stream().map(ManagedContainer::engineId).toList());
        return !layer(container).upper().toString().isEmpty();
    }

    @Override
    public String fingerprint(ContainerId container) {
        try {
            return FolderTree.fingerprint(layer(container).upper(), clock.instant());
        } catch (IOException e) {
            throw failed("read", container, e.toString());
        }
    }

    @Override
    public ByteCount size(ContainerId container) {
        OverlayLayer layer = layer(container);
        long now = System.nanoTime();
        Counted counted = sizes.get(layer.upper());
        if (counted == null || now - counted.at() > SIZE_HOLDS.toNanos()) {
            try {
                counted = new Counted(FolderTree.size(layer.upper(), MOST_FILES), now);
            } catch (IOException e) {
                throw failed("counted", container, e.toString());
            }
            sizes.put(layer.upper(), counted);
        }
        return counted.size();
    }

    @Override
    public void write(ContainerId container, OutputStream out) throws IOException {
        CommandResult result = commands.drain(tar(layer(container), "--create", "."), out);
        if (!result.succeeded() && result.exit() != TAR_FILE_CHANGED) {
            throw failed("packed", container, result.words());
        }
    }

    @Override
    public void replace(ContainerId container, InputStream in) throws IOException {
        OverlayLayer layer = layer(container);
        // Changes beneath a mounted overlay may or may not be seen, so it is mounted anew.
        Optional<OverlayMount> mount = OverlayMount.at(layer.merged());
        mount.ifPresent(each -> each.unmount(commands));
        try {
            FolderTree.empty(layer.upper());
            CommandResult result = commands.feed(tar(layer, "--extract"), new TarGuard(in));
            if (!result.succeeded()) {
                throw failed("unpacked", container, result.words());
            }
        } finally {
            mount.ifPresent(each -> each.mount(commands));
        }
    }

    private static Command tar(OverlayLayer layer, String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "tar",
                                "--directory=" + layer.upper(),
                                "--format=posix",
                                "--numeric-owner",
                                "--xattrs",
                                "--xattrs-include=*"));
        all.addAll(List.of(arguments));
        return new Command(all, Map.of("TAR_OPTIONS", "", "LC_ALL", "C"), LONGEST_COPY);
    }

    private OverlayLayer layer(ContainerId container) {
        ManagedContainer found = ManagedContainer.demand(runtime, container);
        return known.computeIfAbsent(found.engineId(), _ -> locator.locate(found));
    }

    private static TransshipException failed(String what, ContainerId container, String words) {
        return new TransshipException(
                FailureCode.ENGINE_FAILED,
                "the writable layer of '%s' could not be %s: %s".formatted(container, what, words));
    }
}
