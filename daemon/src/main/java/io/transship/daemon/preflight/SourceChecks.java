package io.transship.daemon.preflight;

import com.google.protobuf.ByteString;
import io.transship.core.container.ContainerOptions;
import io.transship.core.container.Obstacles;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.preflight.container.ContainerReader;
import io.transship.daemon.preflight.container.Snapshot;
import io.transship.daemon.preflight.dump.Dumpability;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.finding.Problem;
import io.transship.daemon.preflight.finding.Processor;
import io.transship.daemon.preflight.host.MemoryCheck;
import io.transship.daemon.preflight.host.Version;
import io.transship.daemon.runtime.Image;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.inspection.ContainerFacts;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.tree.TreeSizes;
import io.transship.daemon.wire.Specs;
import io.transship.proto.v1.Needs;
import java.util.ArrayList;
import java.util.List;

/** Whether a container on this host can leave it, and what it needs elsewhere. */
final class SourceChecks {

    private static final String MOUNTS = "mounts";

    private final Machine machine;
    private final EngineInspection inspection;
    private final Engine engine;
    private final Processor processor;
    private final ContainerReader reader;

    SourceChecks(Machine machine, EngineInspection inspection, Engine engine, Processor processor) {
        this.machine = machine;
        this.inspection = inspection;
        this.engine = engine;
        this.processor = processor;
        this.reader = new ContainerReader(machine);
    }

    /**
     * Adds what it finds.
     *
     * @throws TransshipException CONTAINER_UNKNOWN
     */
    Needs look(ContainerId name, MigrationMode mode, List<Finding> findings) {
        ManagedContainer container = ManagedContainer.demand(engine.runtime(), name);
        ContainerFacts facts = inspection.container(name.name()).orElseThrow(() -> unknown(name));
        findings.addAll(mounts(container));
        Obstacles.to(mode, container.spec().options())
                .ifPresent(each -> findings.add(Finding.failure("mode", "", Problem.of(each))));
        ByteCount memory = ByteCount.ZERO;
        if (facts.running()) {
            Snapshot snapshot = reader.read(facts);
            memory = snapshot.memory();
            findings.addAll(Dumpability.judge(snapshot));
            findings.addAll(
                    new MemoryCheck(machine, dump(memory, mode), "the dump of '" + name + "'")
                            .look());
        } else {
            findings.add(
                    Finding.failure(
                            "container",
                            FailureCode.CHECKPOINT_FAILED,
                            "'%s' does not run, it is %s.".formatted(name, container.state()),
                            "Start it first."));
        }
        return needs(container, memory);
    }

    private static List<Finding> mounts(ManagedContainer container) {
        ContainerOptions options = container.spec().options();
        List<Finding> findings = new ArrayList<>();
        Obstacles.of(options)
                .forEach(each -> findings.add(Finding.failure(MOUNTS, "", Problem.of(each))));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(MOUNTS, options.mounts().size() + " that travel"));
        }
        Obstacles.broken(options)
                .forEach(each -> findings.add(Finding.warning("connections", "", broken(each))));
        Obstacles.leftBehind(options)
                .forEach(each -> findings.add(Finding.ok("stays behind", each)));
        return findings;
    }

    private static Problem broken(String sentence) {
        return new Problem(
                FailureCode.NOT_DUMPABLE,
                sentence + ".",
                "Leave the network out where connections must survive: the container then owns its"
                        + " address.");
    }

    /** What a dump takes of this host's memory, where it is to be no more than four fifths. */
    private static ByteCount dump(ByteCount memory, MigrationMode mode) {
        // The first round is all of it; the others and the dump together are hardly more.
        int times = mode == MigrationMode.PRE_COPY ? 2 : mode.passesFiles() ? 0 : 1;
        return new ByteCount(memory.bytes() / 4 * 5 * times);
    }

    private long diskBytes(ContainerId container) {
        return TreeSizes.layer(engine.trees(), container).bytes()
                + TreeSizes.volumes(engine.trees(), container).bytes();
    }

    private Needs needs(ManagedContainer container, ByteCount memory) {
        String criu = machine.run("criu", "--version").output();
        return Needs.newBuilder()
                .setSpec(Specs.toWire(container.spec()))
                .setImageId(container.imageId())
                .setImageBytes(
                        engine.images()
                                .find(container.imageId())
                                .map(Image::size)
                                .orElse(ByteCount.ZERO)
                                .bytes())
                .setMemoryBytes(memory.bytes())
                .setDiskBytes(diskBytes(container.spec().name()))
                .setCriuVersion(Version.in(criu).map(Version::text).orElse(""))
                .setKernel(System.getProperty("os.version") + " " + System.getProperty("os.arch"))
                .setEngine(inspection.engine().name())
                .setCpu(ByteString.copyFrom(processor.features()))
                .build();
    }

    private static TransshipException unknown(ContainerId name) {
        return new TransshipException(
                FailureCode.CONTAINER_UNKNOWN, "no managed container '" + name + "' on this host.");
    }
}
