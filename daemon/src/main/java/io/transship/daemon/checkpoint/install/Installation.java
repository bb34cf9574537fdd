package io.transship.daemon.checkpoint.install;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.network.LinuxNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Puts our OCI runtime where engines look for it. */
public final class Installation {

    private final OciSettings settings;

    /** Nothing is written yet. */
    public Installation(OciSettings settings) {
        this.settings = settings;
    }

    /** Makes the folders and writes our OCI runtime; MACHINE_INCOMPLETE if that is impossible. */
    public void write() {
        try {
            for (String folder :
                    new String[] {"migrations", "pending", "restored", "roots", "committed"}) {
                Files.createDirectories(settings.run().resolve(folder));
            }
            Files.setPosixFilePermissions(
                    settings.run().resolve("migrations"),
                    PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(settings.library().resolve("bin"));
            write("transship-runc", settings.ociRuntime(), "rwxr-xr-x");
            write("transship-pages", settings.library().resolve("transship-pages"), "rwxr-xr-x");
            write("transship-watch", settings.library().resolve("transship-watch"), "rwxr-xr-x");
            write("transship-plug", settings.library().resolve("transship-plug"), "rwxr-xr-x");
            write("tar", settings.library().resolve("bin/tar"), "rwxr-xr-x");
            write("criu", settings.library().resolve("bin/criu"), "rwxr-xr-x");
            write("criu.conf", settings.criuConfiguration(), "rw-r--r--");
            write("criu-shared-network.conf", settings.sharedNetworkConfiguration(), "rw-r--r--");
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE,
                    "the OCI runtime can't be written: " + e,
                    "Let the daemon write to " + settings.library() + ".",
                    e);
        }
    }

    /**
     * Replaces the file at once, or not at all if it is the same: an engine may be running it now.
     */
    private void write(String resource, Path file, String permissions) throws IOException {
        String text = filledIn(resource);
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Path fresh = Files.createTempFile(file.getParent(), ".", ".new");
        Files.writeString(fresh, text);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private String filledIn(String resource) throws IOException {
        try (InputStream in = Installation.class.getResourceAsStream("/wrapper/" + resource)) {
            if (in == null) {
                throw new IOException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@RUN@", settings.run().toString())
                    .replace("@LIBRARY@", settings.library().toString())
                    .replace("@NAMESPACES@", LinuxNetwork.NAMESPACES.toString())
                    .replace("@RUNC@", "runc");
        }
    }
}
