package io.transship.daemon.harness;

import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.checkpoint.docker.DockerEngine;
import io.transship.daemon.checkpoint.install.OciSettings;
import io.transship.daemon.checkpoint.podman.PodmanEngine;
import io.transship.daemon.command.ProcessRunner;
import io.transship.daemon.preflight.HostPreflight;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.host.HostChecks;
import io.transship.daemon.runtime.OciAnnotations;
import io.transship.daemon.tuning.TuningSettings;
import io.transship.proto.v1.CheckReply;
import io.transship.proto.v1.CheckRequest;
import io.transship.proto.v1.Finding;
import io.transship.proto.v1.Needs;
import io.transship.settings.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Collectors;

/** The checks of a machine: "check TLS host", "… container NAME FILE", "… target FILE". */
final class CheckShell {

    private final HostPreflight preflight;

    CheckShell(String name, Engine engine, Path tls) {
        boolean podman = name.equals("podman");
        OciSettings settings =
                OciSettings.of(
                        Path.of(podman ? "/run/podman/podman.sock" : "/run/docker.sock"), "br0");
        preflight =
                new HostPreflight(
                        new HostChecks.Subjects(
                                new Machine(Path.of("/"), new ProcessRunner()),
                                settings.bridge(),
                                Path.of("/var/lib/transship"),
                                new TlsFiles(
                                        tls.resolve("ca.pem"),
                                        tls.resolve("h2.pem"),
                                        tls.resolve("h2.key")),
                                podman
                                        ? PodmanEngine.inspect(settings)
                                        : DockerEngine.inspect(settings, EngineShell.way(name)),
                                TuningSettings.OFF,
                                new HostChecks.OciRuntime(
                                        OciAnnotations.RUNTIME,
                                        settings.ociRuntime(),
                                        "",
                                        EngineShell.way(name))),
                        engine,
                        InstantSource.system());
    }

    String obey(String[] words) throws IOException {
        return switch (words[2]) {
            case "container" -> {
                CheckReply reply =
                        preflight.check(
                                CheckRequest.newBuilder()
                                        .setContainer(words[3])
                                        .setMode("copy")
                                        .build());
                Files.write(Path.of(words[4]), reply.getNeeds().toByteArray());
                yield lines(reply);
            }
            case "target" -> {
                Needs needs = Needs.parseFrom(Files.readAllBytes(Path.of(words[3])));
                yield lines(
                        preflight.check(
                                CheckRequest.newBuilder().setNeeds(needs).setMode("copy").build()));
            }
            default -> lines(preflight.check(CheckRequest.getDefaultInstance()));
        };
    }

    /**
     * "ok memory: 1 GiB available", "FAIL terminals: NOT_DUMPABLE the engine gave …", a line each.
     */
    private static String lines(CheckReply reply) {
        return reply.getFindingsList().stream()
                .map(CheckShell::line)
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String line(Finding finding) {
        String word = finding.getOk() ? "ok " : finding.getWarning() ? "warn " : "FAIL ";
        String what =
                finding.hasFailure()
                        ? finding.getFailure().getCode() + " " + finding.getFailure().getMessage()
                        : finding.getDetail();
        return word + finding.getSubject() + ": " + what;
    }
}
