package io.transship.daemon.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The root file system of machines, as build-rootfs.sh makes it. */
public final class RootFilesystem {

    private static final Path CACHE = Path.of("/var/cache/transship");

    private RootFilesystem() {}

    /** The newest root file system that is complete. */
    public static Path bundle() throws IOException {
        try (Stream<Path> all = Files.list(CACHE)) {
            return all.filter(each -> each.getFileName().toString().matches("rootfs-[0-9a-f]{12}"))
                    .filter(each -> Files.exists(each.resolve("stamp")))
                    .max(
                            Comparator.comparing(
                                    each -> each.resolve("stamp").toFile().lastModified()))
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "no root file system in "
                                                    + CACHE
                                                    + "; build-rootfs.sh makes one"));
        }
    }
}
