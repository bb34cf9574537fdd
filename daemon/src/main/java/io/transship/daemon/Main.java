package io.transship.daemon;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.HostEngine;
import io.transship.daemon.checkpoint.docker.DockerEngine;
import io.transship.daemon.checkpoint.install.OciSettings;
import io.transship.daemon.checkpoint.podman.PodmanEngine;
import io.transship.daemon.control.DaemonInfo;
import io.transship.daemon.session.SessionSettings;
import io.transship.settings.ConfigReader;
import io.transship.settings.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** {@code transship daemon --config FILE}. */
public final class Main {

    private static final int BAD_INPUT = 2;

    private Main() {}

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            DaemonConfig config = ConfigReader.read(file(arguments), DaemonConfig.class);
            TlsIdentity tls = TlsIdentity.load(config.tls(), Instant.now());
            HostEngine engine = open(config);
            DaemonServer server = DaemonServer.start(setup(config, tls, engine));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
            server.warmUp();
            System.out.println("ready: transship daemon of " + config.host());
            server.awaitEnd();
        } catch (TransshipException e) {
            System.err.println(e.line());
            System.exit(BAD_INPUT);
        }
    }

    private static HostEngine open(DaemonConfig config) {
        return switch (config.engine()) {
            case DOCKER ->
                    DockerEngine.open(OciSettings.of(config.docker().socket(), config.bridge()));
            case PODMAN ->
                    PodmanEngine.open(OciSettings.of(config.podman().socket(), config.bridge()));
        };
    }

    private static DaemonServer.Setup setup(
            DaemonConfig config, TlsIdentity tls, HostEngine engine) {
        return new DaemonServer.Setup(
                config.host(),
                config.control().listen().toSocketAddress(),
                config.data().listen().toSocketAddress(),
                tls,
                engine.engine(),
                new DaemonInfo(
                        engine.abilities(),
                        engine.versions().engine(),
                        engine.versions().criu(),
                        System.getProperty("os.version"),
                        config.data().listen().host(),
                        mac(config.bridge())),
                SessionSettings.in(config.workDirectory()));
    }

    private static Path file(String[] arguments) {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            throw new TransshipException(
                    FailureCode.USAGE, "usage: transship daemon --config FILE.");
        }
        return Path.of(arguments[1]);
    }

    private static String mac(String bridge) {
        try {
            return Files.readString(Path.of("/sys/class/net").resolve(bridge).resolve("address"))
                    .strip();
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE,
                    "there is no bridge '" + bridge + "' on this host.",
                    "Make the bridge that joins containers to the data network.",
                    e);
        }
    }
}
