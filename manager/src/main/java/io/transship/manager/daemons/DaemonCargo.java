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
public final class DaemonCargo implements CargoMeter {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DaemonDirectory daemons;

    /** Asks these daemons. */
    public DaemonCargo(DaemonDirectory daemons) {
        this.daemons = daemons;
    }

    @Override
    public MeasuredCargo measure(
            ContainerId container, HostId source, HostId target, Duration watch) {
        MeasureReply there =
                daemons.client(source)
                        .measure(
                                MeasureRequest.newBuilder()
                                        .setContainer(container.name())
                                        .setIntervalMs(watch.toMillis())
                                        .build(),
                                PATIENCE.plus(watch));
        long dirty = there.getDirtyBytesPerSecond();
        return new MeasuredCargo(
                new Cargo(
                        bytes(there.getMemoryBytes()),
                        dirty < 0 ? Optional.empty() : Optional.of(new ByteCount(dirty)),
                        bytes(there.getLayerBytes()),
                        bytes(there.getVolumeBytes()),
                        hasImage(target, there.getImageId())
                                ? ByteCount.ZERO
                                : bytes(there.getImageBytes())),
                there.getDirtyBasis());
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
