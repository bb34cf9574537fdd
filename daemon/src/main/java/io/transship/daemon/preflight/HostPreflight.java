package io.transship.daemon.preflight;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.preflight.finding.Problem;
import io.transship.daemon.preflight.finding.Processor;
import io.transship.daemon.preflight.host.HostChecks;
import io.transship.daemon.preflight.target.TargetChecks;
import io.transship.daemon.preflight.target.Wanted;
import io.transship.daemon.wire.Specs;
import io.transship.proto.v1.CheckReply;
import io.transship.proto.v1.CheckRequest;
import io.transship.proto.v1.Needs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The checks of this host and its container engine. */
public final class HostPreflight implements Preflight {

    private final HostChecks host;
    private final SourceChecks source;
    private final TargetChecks target;
    private final InstantSource clock;

    /**
     * Looks at these subjects.
     *
     * @param engine what moves work with
     */
    public HostPreflight(HostChecks.Subjects subjects, Engine engine, InstantSource clock) {
        Machine machine = subjects.machine();
        Processor processor = new Processor(machine);
        this.clock = clock;
        this.host = new HostChecks(subjects, clock);
        this.source = new SourceChecks(machine, subjects.engine(), engine, processor);
        this.target =
                new TargetChecks(
                        new TargetChecks.Host(
                                machine,
                                subjects.bridge(),
                                subjects.workDirectory(),
                                subjects.engine(),
                                engine.runtime(),
                                engine.images()),
                        processor);
    }

    @Override
    public CheckReply check(CheckRequest request) {
        boolean nothing = request.getContainer().isEmpty() && !request.hasNeeds();
        MigrationMode mode = mode(request.getMode());
        List<Finding> findings = new ArrayList<>(nothing ? host.all() : host.forMode(mode));
        CheckReply.Builder reply = CheckReply.newBuilder();
        try {
            if (!request.getContainer().isEmpty()) {
                reply.setNeeds(
                        source.look(Specs.container(request.getContainer()), mode, findings));
            }
            if (request.hasNeeds()) {
                Needs needs = request.getNeeds();
                findings.addAll(target.look(Specs.checked(() -> wanted(needs, mode))));
            }
        } catch (TransshipException e) {
            findings.add(Finding.failure("container", "", Problem.of(e)));
        }
        findings.forEach(each -> reply.addFindings(WireFindings.toWire(each)));
        return reply.setClockMs(clock.millis()).build();
    }

    private static MigrationMode mode(String word) {
        return word.isEmpty()
                ? MigrationMode.AUTO
                : MigrationMode.of(word)
                        .orElseThrow(
                                () ->
                                        new TransshipException(
                                                FailureCode.PROTOCOL_VIOLATION,
                                                "there is no mode '" + word + "'."));
    }

    private static Wanted wanted(Needs needs, MigrationMode mode) {
        return new Wanted(
                Specs.fromWire(needs.getSpec()),
                needs.getImageId(),
                new ByteCount(needs.getImageBytes()),
                new ByteCount(needs.getMemoryBytes()),
                new ByteCount(needs.getDiskBytes()),
                new Wanted.Source(
                        needs.getEngine(),
                        needs.getCriuVersion(),
                        needs.getKernel(),
                        needs.getCpu().toByteArray()),
                mode);
    }
}
