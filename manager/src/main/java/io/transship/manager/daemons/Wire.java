package io.transship.manager.daemons;

import io.grpc.Status;
import io.grpc.StatusException;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.proto.Ipv6Wire;
import io.transship.proto.OptionsWire;
import io.transship.proto.v1.CheckReply;
import io.transship.proto.v1.ContainerSpec;
import io.transship.proto.v1.ContainerState;
import io.transship.proto.v1.Failure;
import io.transship.proto.v1.Finding;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Messages of the daemons in the manager's own terms; what comes from them is checked here. */
final class Wire {

    private static final int MAX_TEXT = 2000;
    private static final int MAX_FINDINGS = 256;

    private Wire() {}

    static ContainerSpec toWire(ContainerOrder order) {
        ContainerSpec.Builder message = Ipv6Wire.write(order.ipv6(), ContainerSpec.newBuilder());
        return OptionsWire.write(order.options(), message)
                .setName(order.name().name())
                .setImage(order.image())
                .addAllCommand(order.command())
                .putAllEnvironment(order.environment())
                .setIp(order.ip().text())
                .setPrefixLength(order.prefixLength())
                .setMac(order.mac().toString())
                .setGateway(order.gateway().map(IpAddress::text).orElse(""))
                .putAllLabels(order.labels())
                .setMemoryBytes(order.memory().bytes())
                .setRestartPolicy(order.restartPolicy())
                .build();
    }

    static DeployedContainer fromWire(HostId host, ContainerState state) {
        ContainerSpec spec = state.getSpec();
        try {
            return new DeployedContainer(
                    new ContainerOrder(
                            new ContainerId(spec.getName()),
                            spec.getImage(),
                            spec.getCommandList(),
                            spec.getEnvironmentMap(),
                            new IpAddress(spec.getIp()),
                            spec.getPrefixLength(),
                            MacAddress.parse(spec.getMac()),
                            spec.getGateway().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(new IpAddress(spec.getGateway())),
                            Ipv6Wire.read(spec),
                            spec.getLabelsMap(),
                            new ByteCount(spec.getMemoryBytes()),
                            spec.getRestartPolicy(),
                            OptionsWire.read(spec)),
                    host,
                    state.getEngineId(),
                    state.getRunning(),
                    state.getState());
        } catch (IllegalArgumentException e) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    "the daemon of "
                            + host
                            + " told of a container that can't be: "
                            + e.getMessage()
                            + ".",
                    e);
        }
    }

    static CheckAnswer answer(HostId host, CheckReply reply) {
        return new CheckAnswer(
                reply.getFindingsList().stream()
                        .limit(MAX_FINDINGS)
                        .map(finding -> finding(host, finding))
                        .toList(),
                reply.hasNeeds() ? Optional.of(reply.getNeeds()) : Optional.empty(),
                Instant.ofEpochMilli(reply.getClockMs()));
    }

    private static CheckAnswer.Finding finding(HostId host, Finding finding) {
        return new CheckAnswer.Finding(
                cut(finding.getSubject()),
                finding.getOk(),
                finding.getWarning(),
                cut(finding.getDetail()),
                finding.getOk() ? null : failure(host, finding.getFailure()));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), MAX_TEXT));
    }

    /** What a daemon reported, as if it had happened here; with its cause, not that one's cause. */
    static TransshipException failure(HostId host, Failure failure) {
        return failure(host, failure, failure.hasCause() ? alone(host, failure.getCause()) : null);
    }

    private static TransshipException alone(HostId host, Failure failure) {
        return failure(host, failure, null);
    }

    private static TransshipException failure(
            HostId host, Failure failure, @Nullable TransshipException cause) {
        FailureCode code;
        try {
            code = FailureCode.valueOf(failure.getCode());
        } catch (IllegalArgumentException e) {
            code = FailureCode.INTERNAL;
        }
        return new TransshipException(
                code,
                host + ": " + cut(failure.getMessage()),
                failure.getMend().isEmpty() ? code.mend() : failure.getMend(),
                cause);
    }

    /** A call that did not come to its end. */
    static TransshipException unanswered(HostId host, StatusException e) {
        Status status = e.getStatus();
        FailureCode code =
                switch (status.getCode()) {
                    case DEADLINE_EXCEEDED -> FailureCode.DEADLINE_EXCEEDED;
                    case UNAUTHENTICATED, PERMISSION_DENIED -> FailureCode.PEER_NOT_TRUSTED;
                    case UNIMPLEMENTED -> FailureCode.VERSION_MISMATCH;
                    default -> FailureCode.PEER_UNREACHABLE;
                };
        return new TransshipException(
                code,
                "the daemon of "
                        + host
                        + " gave no answer: "
                        + status.getCode()
                        + " "
                        + status.getDescription()
                        + ".",
                e);
    }
}
