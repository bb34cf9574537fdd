package io.transship.daemon.checkpoint.oci;

import io.transship.core.container.Mount;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.luggage.MountRoom;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.VolumeStore;
import io.transship.daemon.tree.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Volumes and folders of this host that a migration brings something into, or takes it from. What
 * is in their way is never touched: TARGET_OCCUPIED. What a migration makes here is noted first, so
 * that it goes again if the migration does not come to its end.
 */
public final class CarriedMounts {

    private static final Logger LOG = LoggerFactory.getLogger(CarriedMounts.class);

    /** Note: a line each, "volume" or "folder", "new" or "empty", and its name. */
    private static final String MOUNTS = "mounts";

    /** Note: a volume's name each. */
    private static final String LEFT = "left";

    private final VolumeStore volumes;
    private final Workspace workspace;

    /** Of this host's volumes; notes are kept with the migrations. */
    public CarriedMounts(VolumeStore volumes, Workspace workspace) {
        this.volumes = volumes;
        this.workspace = workspace;
    }

    /** Checks that there is room for everything, notes it, and makes the folders. */
    public void claim(MigrationId migration, ContainerSpec spec) {
        List<Mount> carried = spec.options().mounts().stream().filter(Mount::isCarried).toList();
        List<String> lines = carried.stream().map(new MountRoom(volumes::folder)::look).toList();
        if (lines.isEmpty()) {
            return;
        }
        workspace.note(migration, MOUNTS, String.join("\n", lines));
        for (Mount each : carried) {
            if (each.kind() == Mount.Kind.BIND) {
                makeFolder(Path.of(each.source()));
            }
        }
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw occupied("the folder " + folder, "can't be made: " + e);
        }
    }

    private static TransshipException occupied(String what, String why) {
        return new TransshipException(FailureCode.TARGET_OCCUPIED, what + " " + why);
    }

    /** Removes what the migration brought; its container is gone. */
    public void giveUp(MigrationId migration) {
        for (String line : workspace.noted(migration, MOUNTS).orElse("").lines().toList()) {
            String[] words = line.split(" ", 3);
            try {
                giveUp(words[0], words[1], words[2]);
            } catch (IOException e) {
                throw new TransshipException(
                        FailureCode.ENGINE_FAILED, words[2] + " can't be emptied: " + e, e);
            }
        }
    }

    private void giveUp(String kind, String state, String name) throws IOException {
        boolean isNew = state.equals("new");
        Optional<Path> folder =
                kind.equals("volume")
                        ? volumes.folder(name)
                        : Optional.of(Path.of(name)).filter(Files::isDirectory);
        if (folder.isEmpty()) {
            return;
        }
        if (kind.equals("volume") && isNew) {
            volumes.remove(name);
            return;
        }
        FolderTree.empty(folder.get());
        if (isNew) {
            Files.delete(folder.get());
        }
    }

    /**
     * At the source, before the container goes for good: notes its volumes, also after a power cut,
     * which took the migration's folder.
     */
    public void leaveLater(MigrationId migration, ContainerSpec spec) {
        List<String> names =
                spec.options().mounts().stream()
                        .filter(each -> each.kind() == Mount.Kind.VOLUME)
                        .map(Mount::source)
                        .toList();
        if (!names.isEmpty()) {
            workspace.makeFolder(migration);
            workspace.note(migration, LEFT, String.join("\n", names));
        }
    }

    /**
     * At the source, after the container went: the volumes that it left go, too. Folders of the
     * host stay; they are the operator's.
     */
    public void leave(MigrationId migration) {
        for (String name : workspace.noted(migration, LEFT).orElse("").lines().toList()) {
            try {
                volumes.remove(name);
            } catch (TransshipException e) {
                LOG.warn("The volume {} stays on this host: {}", name, e.line());
            }
        }
    }
}
