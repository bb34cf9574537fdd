package io.transship.daemon.luggage;

import io.transship.core.container.Mount;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether this host has room for what a container carries in its mounts: no other content under the
 * same name. Changes nothing.
 */
public final class MountRoom {

    private final Function<String, Optional<Path>> volumes;

    /**
     * Looks on this host.
     *
     * @param volumes where the files of the volume of a name are, if there is one
     */
    public MountRoom(Function<String, Optional<Path>> volumes) {
        this.volumes = volumes;
    }

    /**
     * What there is: "volume" or "folder", "new" or "empty", and its name; else TARGET_OCCUPIED.
     */
    public String look(Mount mount) {
        if (mount.kind() == Mount.Kind.VOLUME) {
            Optional<Path> folder = volumes.apply(mount.source());
            folder.ifPresent(each -> demandEmpty(each, "the volume " + mount.source()));
            return (folder.isPresent() ? "volume empty " : "volume new ") + mount.source();
        }
        Path folder = Path.of(mount.source());
        boolean exists = demandNoLink(folder);
        if (exists) {
            demandEmpty(folder, "the folder " + folder);
        }
        return (exists ? "folder empty " : "folder new ") + folder;
    }

    private static boolean demandNoLink(Path folder) {
        Path at = folder.getRoot();
        for (Path name : folder) {
            at = at.resolve(name);
            if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                throw occupied("the folder " + folder, "leads through " + at + ", no folder");
            }
        }
        return true;
    }

    private static void demandEmpty(Path folder, String what) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            if (all.iterator().hasNext()) {
                throw occupied(what, "is there already, and not empty");
            }
        } catch (IOException e) {
            throw occupied(what, "can't be read: " + e);
        }
    }

    private static TransshipException occupied(String what, String why) {
        return new TransshipException(FailureCode.TARGET_OCCUPIED, what + " " + why);
    }
}
