package io.transship.daemon.checkpoint.docker;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.runtime.docker.DockerClient;
import io.transship.daemon.runtime.docker.DockerRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import tools.jackson.databind.JsonNode;

/** Puts our OCI runtime where Docker looks for it. */
final class Installation {

    private final DockerSettings settings;

    Installation(DockerSettings settings) {
        this.settings = settings;
    }

    void write() {
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
            write("tar", settings.library().resolve("bin/tar"), "rwxr-xr-x");
            write("criu.conf", settings.criuConfiguration(), "rw-r--r--");
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE,
                    "the OCI runtime can't be written: " + e,
                    "Let the daemon write to " + settings.library() + ".",
                    e);
        }
    }

    /** Replaces the file at once, or not at all if it is the same: Docker may be running it now. */
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

    /** Without the registration no managed container could be created. */
    void demandRegistration(DockerClient docker) {
        JsonNode runtime = docker.get("/info").path("Runtimes").path(DockerRuntime.OCI_RUNTIME);
        if (!runtime.path("path").asString("").equals(settings.ociRuntime().toString())) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE,
                    "Docker does not know the OCI runtime '" + DockerRuntime.OCI_RUNTIME + "'",
                    "Put {\"runtimes\":{\"%s\":{\"path\":\"%s\"}}} into /etc/docker/daemon.json and"
                                    .formatted(DockerRuntime.OCI_RUNTIME, settings.ociRuntime())
                            + " send dockerd a SIGHUP.",
                    null);
        }
    }
}
