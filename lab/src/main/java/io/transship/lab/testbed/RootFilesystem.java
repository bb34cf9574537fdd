package io.transship.lab.testbed;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The root file system that every machine of every lab has below its own layer;
 * rootfs/build-rootfs.sh makes it.
 *
 * @param bundle its folder
 */
public record RootFilesystem(Path bundle) {

    private static final String RECIPE = "/rootfs/build-rootfs.sh";

    /**
     * The one that this release's recipe makes; TRANSSHIP_ROOTFS in the environment names another.
     *
     * @throws TransshipException MACHINE_INCOMPLETE if it has not been built
     */
    public static RootFilesystem find() {
        String other = System.getenv("TRANSSHIP_ROOTFS");
        Path bundle =
                other != null
                        ? Path.of(other)
                        : Path.of("/var/cache/transship/rootfs-" + recipe(RECIPE).substring(0, 12));
        if (!Files.isRegularFile(bundle.resolve("stamp"))) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE,
                    "the root file system of the lab's machines is not at " + bundle + ".",
                    "Build it with './transship lab up' or rootfs/build-rootfs.sh.",
                    null);
        }
        return new RootFilesystem(bundle);
    }

    /** What a machine sees as its root. */
    public Path root() {
        return bundle.resolve("root");
    }

    /** The base image of the demo's container, for {@code docker import}. */
    public Path demoImage() {
        return bundle.resolve("images/demo.tar");
    }

    /** The SHA-256 of a recipe, in hexadecimal. */
    static String recipe(String resource) {
        try (InputStream in = RootFilesystem.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return HexFormat.of().formatHex(hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
