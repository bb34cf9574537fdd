package io.transship.daemon.luggage;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.runtime.log.ContainerLogs;
import io.transship.daemon.transfer.FileDigest;
import io.transship.daemon.transfer.TransferSender;
import io.transship.daemon.tree.TreeAccess;
import io.transship.daemon.tree.TreeChanges;
import io.transship.daemon.tree.TreeManifest;
import io.transship.daemon.wire.Failures;
import io.transship.daemon.wire.WireFiles;
import java.io.DataOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A container's files and log at the source: all of them while it serves, then what changed since.
 * Not thread-safe.
 */
public final class Luggage {

    private final Engine engine;
    private final ContainerId container;
    private final Executor threads;
    private final Map<String, TreeManifest> sent = new LinkedHashMap<>();
    private ContainerLogs.Position log = ContainerLogs.Position.START;
    private @Nullable CompletableFuture<Map<String, TreeChanges>> changes;

    /** Takes files to the target. */
    @FunctionalInterface
    public interface Carrier {
        /** As {@link TransferSender#send}. */
        FileDigest send(String path, long size, TransferSender.Content content);
    }

    /** The container's. */
    public Luggage(Engine engine, ContainerId container, Executor threads) {
        this.engine = engine;
        this.container = container;
        this.threads = threads;
    }

    /** Looks at everything that will be sent; returns about how many bytes that is. */
    public long look() {
        Set<Long> unsure = trees().settle(container, TreeAccess.Moment.SERVING);
        for (String tree : trees().trees(container)) {
            TreeManifest manifest = trees().look(container, tree, unsure);
            manifest.device()
                    .ifPresent(
                            device -> {
                                throw undumpable(tree, device.path());
                            });
            sent.put(tree, manifest);
        }
        return sent.values().stream().mapToLong(each -> each.size().bytes()).sum();
    }

    private TransshipException undumpable(String tree, String path) {
        return new TransshipException(
                FailureCode.NOT_DUMPABLE,
                "the files of %s hold the device %s%s, which can't be carried"
                        .formatted(container, tree.equals("/") ? "" : tree, "/" + path));
    }

    /** Sends everything. */
    public List<FileDigest> sendAll(Carrier carrier) {
        List<FileDigest> files = new ArrayList<>();
        for (String tree : List.copyOf(sent.keySet())) {
            files.add(send(tree, TreeChanges.WHOLE, carrier));
        }
        files.add(sendLog(carrier));
        return files;
    }

    /** The container's processes have stopped: begins to find out what changed. */
    public void frozen() {
        changes = CompletableFuture.supplyAsync(this::compare, threads);
    }

    private Map<String, TreeChanges> compare() {
        Set<Long> unsure = trees().settle(container, TreeAccess.Moment.FROZEN);
        Map<String, TreeChanges> found = new LinkedHashMap<>();
        sent.forEach(
                (tree, before) -> {
                    TreeManifest now = trees().look(container, tree, unsure);
                    found.put(tree, TreeChanges.between(before, now));
                });
        return found;
    }

    /** Sends what changed; of a container that has {@link #frozen}. */
    public List<FileDigest> sendChanges(Carrier carrier) {
        CompletableFuture<Map<String, TreeChanges>> compared = changes;
        if (compared == null) {
            throw new IllegalStateException("the container is not frozen");
        }
        List<FileDigest> files = new ArrayList<>();
        try {
            compared.join()
                    .forEach(
                            (tree, each) -> {
                                if (!each.isEmpty()) {
                                    files.add(send(tree, each, carrier));
                                }
                            });
        } catch (CompletionException e) {
            throw Failures.of(e.getCause() == null ? e : e.getCause());
        }
        files.add(sendLog(carrier));
        return files;
    }

    private FileDigest send(String tree, TreeChanges what, Carrier carrier) {
        int number = List.copyOf(sent.keySet()).indexOf(tree);
        return carrier.send(
                WireFiles.TREE + number,
                -1,
                out -> {
                    new DataOutputStream(out).writeUTF(tree);
                    Set<String> paths = trees().write(container, tree, what, out);
                    sent.computeIfPresent(tree, (_, before) -> before.plus(paths));
                });
    }

    private FileDigest sendLog(Carrier carrier) {
        return carrier.send(
                WireFiles.LOG, -1, out -> log = engine.logs().write(container, log, out));
    }

    private TreeAccess trees() {
        return engine.trees();
    }
}
