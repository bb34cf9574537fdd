package io.transship.daemon;

import io.transship.daemon.checkpoint.CheckpointWay;
import io.transship.daemon.checkpoint.docker.DockerEngine;
import io.transship.daemon.checkpoint.install.OciSettings;
import io.transship.daemon.checkpoint.podman.PodmanEngine;
import io.transship.daemon.command.ProcessRunner;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Finding.Verdict;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.finding.Problem;
import io.transship.daemon.preflight.host.HostChecks;
import io.transship.daemon.runtime.OciAnnotations;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** {@code transship daemon --doctor}: what a host lacks, also where no daemon could start. */
final class Doctor {

    private Doctor() {}

    /** What is looked at on this host. */
    static HostChecks.Subjects subjects(DaemonConfig config) {
        boolean podman = config.engine() == DaemonConfig.EngineKind.PODMAN;
        OciSettings settings =
                OciSettings.of(
                        podman ? config.podman().socket() : config.docker().socket(),
                        config.bridge());
        return new HostChecks.Subjects(
                new Machine(Path.of("/"), new ProcessRunner()),
                config.bridge(),
                config.workDirectory(),
                config.tls(),
                podman
                        ? PodmanEngine.inspect(settings)
                        : DockerEngine.inspect(settings, config.docker().checkpoint()),
                config.tuning(),
                new HostChecks.OciRuntime(
                        OciAnnotations.RUNTIME,
                        settings.ociRuntime(),
                        podman
                                ? PodmanEngine.registration(settings)
                                : DockerEngine.registration(settings),
                        podman ? CheckpointWay.OCI : config.docker().checkpoint()));
    }

    /**
     * Looks, and prints what it found.
     *
     * @return whether the host is fit
     */
    static boolean run(DaemonConfig config, PrintStream out) {
        List<Finding> findings =
                new ArrayList<>(new HostChecks(subjects(config), InstantSource.system()).all());
        findings.addAll(
                HostChecks.ports(
                        config.control().listen().toSocketAddress(),
                        config.data().listen().toSocketAddress()));
        findings.forEach(each -> print(each, out));
        boolean fit = findings.stream().noneMatch(each -> each.verdict() == Verdict.FAILURE);
        out.println(config.host() + (fit ? " is fit." : " is not fit for migrations."));
        return fit;
    }

    private static void print(Finding finding, PrintStream out) {
        String word =
                switch (finding.verdict()) {
                    case OK -> "ok";
                    case WARNING -> "warn";
                    case FAILURE -> "FAIL";
                };
        Problem problem = finding.problem();
        out.printf(
                "%-5s %-20s %s%n",
                word,
                finding.subject(),
                problem == null
                        ? finding.detail()
                        : problem.code() + ": " + problem.sentence() + " " + problem.mend());
    }
}
