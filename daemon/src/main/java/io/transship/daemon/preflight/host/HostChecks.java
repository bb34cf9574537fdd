package io.transship.daemon.preflight.host;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.daemon.checkpoint.CheckpointWay;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Checks;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.finding.Remembered;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.tuning.TuningSettings;
import io.transship.settings.TlsFiles;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that is looked at on a host, whichever container it is about. Thread-safe. */
public final class HostChecks {

    /**
     * What is looked at.
     *
     * @param machine this machine
     * @param bridge joins containers to the data network
     * @param workDirectory the daemon's
     * @param tls the daemon's certificate
     * @param engine the container engine
     * @param tuning what the machine is asked for
     * @param oci the OCI runtime that the engine must know
     */
    public record Subjects(
            Machine machine,
            String bridge,
            Path workDirectory,
            TlsFiles tls,
            EngineInspection engine,
            TuningSettings tuning,
            OciRuntime oci) {}

    /**
     * Our OCI runtime, as the engine must know it.
     *
     * @param name by which the engine knows it
     * @param path where it is
     * @param mend how to make it known to the engine
     * @param way whether the engine may do without it
     */
    public record OciRuntime(String name, Path path, String mend, CheckpointWay way) {}

    private final List<Check> checks;
    private final List<ModeCheck> modes;
    private final TuningCheck tuning;

    /** Of these subjects. */
    public HostChecks(Subjects subjects, InstantSource clock) {
        Machine machine = subjects.machine();
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/sbin:/usr/bin");
        checks =
                List.of(
                        new PrivilegesCheck(machine),
                        new KernelCheck(machine),
                        new ToolsCheck(machine, path),
                        new Remembered(new CriuCheck(machine), System::nanoTime),
                        new EngineCheck(subjects.engine(), subjects.oci()),
                        new BridgeCheck(machine, subjects.bridge()),
                        new MemoryCheck(machine),
                        new DiskCheck("work folder", subjects.workDirectory(), ByteCount.ZERO),
                        new RunFolderCheck(machine),
                        new CertificateCheck(subjects.tls(), clock));
        tuning = new TuningCheck(machine, subjects.tuning());
        modes = List.of(ModeCheck.postCopy(machine), ModeCheck.preCopy(machine));
    }

    /** For whoever wants to know all about the host: modes that it lacks are warnings. */
    public List<Finding> all() {
        List<Finding> findings = new ArrayList<>(Checks.look(checks));
        Checks.look(modes).stream().map(Finding::asWarning).forEach(findings::add);
        findings.addAll(Checks.look(List.of(tuning)));
        return findings;
    }

    /** For a move in that mode. */
    public List<Finding> forMode(MigrationMode mode) {
        List<Finding> findings = new ArrayList<>(Checks.look(checks));
        findings.addAll(Checks.look(modes.stream().filter(each -> each.mode() == mode).toList()));
        return findings;
    }

    /** Whether a daemon that does not run could listen there. */
    public static List<Finding> ports(InetSocketAddress control, InetSocketAddress data) {
        return Checks.look(
                List.of(
                        new ListenCheck("control port", control),
                        new ListenCheck("data port", data)));
    }
}
