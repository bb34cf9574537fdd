package io.transship.daemon;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.HostEngine;
import io.transship.daemon.checkpoint.docker.DockerEngine;
import io.transship.daemon.checkpoint.install.OciSettings;
import io.transship.daemon.checkpoint.podman.PodmanEngine;
import io.transship.daemon.control.DaemonInfo;
import io.transship.daemon.preflight.HostPreflight;
import io.transship.daemon.session.SessionSettings;
import io.transship.daemon.tuning.Tuning;
import io.transship.daemon.wire.GrpcTls;
import io.transship.settings.ConfigReader;
import io.transship.settings.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code transship daemon --config FILE}, and {@code --doctor}. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int UNFIT = 1;
    private static final int BAD_INPUT = 2;
    private static final String DOCTOR = "--doctor";
    private static final String USAGE =
            """
            Usage: transship daemon --config FILE [--doctor]
            Runs the daemon of a container host until it is told to end (SIGTERM, Ctrl-C).

              --config FILE   its configuration (docs/configuration.md)
              --doctor        looks what the host lacks, says how to mend it, and ends (docs/checks.md)
              --help          this

            Example:
              transship daemon --config /etc/transship/daemon.yaml --doctor
            """;

    /** On memory: it is gone when the host starts anew. */
    private static final Path REVIVED = Path.of("/run/transship/revived");

    /** On memory, as what they tell of. */
    private static final Path TUNING_NOTES = Path.of("/run/transship/tuning");

    private Main() {}

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(USAGE);
            return;
        }
        try {
            DaemonConfig config = ConfigReader.read(file(words), DaemonConfig.class);
            if (words.contains(DOCTOR)) {
                System.exit(Doctor.run(config, System.out) ? 0 : UNFIT);
            }
            TlsIdentity tls = TlsIdentity.load(config.tls(), Instant.now());
            // The engine and CRIU are asked for a second; the other core has work, too. The log is
            // there before: it can't begin on two threads.
            LOG.debug("Daemon of {} starts", config.host());
            Thread.ofPlatform().daemon().start(() -> GrpcTls.rehearse(tls, Runnable::run));
            HostEngine engine = open(config);
            DaemonServer server = DaemonServer.start(setup(config, tls, engine));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
            server.reviveOnce(REVIVED);
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
                    DockerEngine.open(
                            OciSettings.of(config.docker().socket(), config.bridge()),
                            config.docker().checkpoint());
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
                new HostPreflight(Doctor.subjects(config), engine.engine(), InstantSource.system()),
                Tuning.of(config.tuning(), Path.of("/"), TUNING_NOTES),
                SessionSettings.in(config.workDirectory()));
    }

    private static Path file(List<String> words) {
        List<String> rest = words.stream().filter(word -> !word.equals(DOCTOR)).toList();
        if (rest.size() != 2 || !rest.getFirst().equals("--config")) {
            throw new TransshipException(
                    FailureCode.USAGE, "usage: transship daemon --config FILE [--doctor].");
        }
        return Path.of(rest.getLast());
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
