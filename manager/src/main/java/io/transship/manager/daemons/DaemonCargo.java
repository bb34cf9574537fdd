package io.transship.manager.daemons;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.prediction.Cargo;
import io.transship.proto.v1.MeasureReply;
import io.transship.proto.v1.MeasureRequest;
import java.time.Duration;
import java.util.Optional;

/** Measures what a move would carry, over gRPC. Thread-safe. */
public final class DaemonCargo implements CargoMeter, ContainerMeter {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DaemonDirectory daemons;

    /** Asks these daemons. */
    public DaemonCargo(DaemonDirectory daemons) {
        this.daemons = daemons;
    }

    @Override
    public MeasuredCargo measure(
            ContainerId container, HostId source, HostId target, Duration watch) {
        MeasureReply there = ask(container, source, watch);
        boolean hasImage = hasImage(target, there.getImageId());
        return new MeasuredCargo(
                cargo(there, hasImage ? ByteCount.ZERO : bytes(there.getImageBytes())),
                there.getDirtyBasis());
    }

    @Override
    public Cargo look(ContainerId container, HostId host) {
        return cargo(ask(container, host, Duration.ZERO), ByteCount.ZERO);
    }

    private MeasureReply ask(ContainerId container, HostId host, Duration watch) {
        return daemons.client(host)
                .measure(
                        MeasureRequest.newBuilder()
                                .setContainer(container.name())
                                .setIntervalMs(watch.toMillis())
                                .build(),
                        PATIENCE.plus(watch));
    }

    private static Cargo cargo(MeasureReply there, ByteCount image) {
        long dirty = there.getDirtyBytesPerSecond();
        return new Cargo(
                bytes(there.getMemoryBytes()),
                dirty < 0 ? Optional.empty() : Optional.of(new ByteCount(dirty)),
                bytes(there.getLayerBytes()),
                bytes(there.getVolumeBytes()),
                image);
    }

    private boolean hasImage(HostId target, String imageId) {
        return daemons.client(target)
                        .measure(MeasureRequest.newBuilder().setImageId(imageId).build(), PATIENCE)
                        .getImageBytes()
                > 0;
    }

    private static ByteCount bytes(long bytes) {
        return new ByteCount(Math.max(0, bytes));
    }
}
