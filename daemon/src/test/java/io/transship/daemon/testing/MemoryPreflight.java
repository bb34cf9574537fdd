package io.transship.daemon.testing;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.preflight.Preflight;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.wire.Failures;
import io.transship.daemon.wire.Specs;
import io.transship.proto.v1.CheckReply;
import io.transship.proto.v1.CheckRequest;
import io.transship.proto.v1.Finding;
import io.transship.proto.v1.Needs;
import java.util.Optional;

/** Finds a host in memory fit, unless its calls of "check" fail. */
final class MemoryPreflight implements Preflight {

    private final MemoryHost host;

    MemoryPreflight(MemoryHost host) {
        this.host = host;
    }

    @Override
    public CheckReply check(CheckRequest request) {
        CheckReply.Builder reply = CheckReply.newBuilder().setClockMs(System.currentTimeMillis());
        Finding.Builder finding = Finding.newBuilder().setSubject("memory").setDetail("enough");
        try {
            host.call("check");
            finding.setOk(true);
        } catch (TransshipException e) {
            finding.setFailure(Failures.toWire(e));
        }
        Optional<ManagedContainer> container =
                request.getContainer().isEmpty()
                        ? Optional.empty()
                        : host.engine().runtime().find(new ContainerId(request.getContainer()));
        container.ifPresent(
                found ->
                        reply.setNeeds(
                                Needs.newBuilder()
                                        .setSpec(Specs.toWire(found.spec()))
                                        .setImageId(found.imageId())));
        return reply.addFindings(finding).build();
    }
}
