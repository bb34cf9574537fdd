package io.transship.daemon.control;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.measurement.MemoryMeter.DirtyRate;
import io.transship.daemon.runtime.Image;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.tree.TreeSizes;
import io.transship.daemon.wire.Failures;
import io.transship.daemon.wire.Specs;
import io.transship.proto.v1.MeasureReply;
import io.transship.proto.v1.MeasureRequest;
import java.time.Duration;
import java.util.Optional;

/** What a move of a container would have to carry. Thread-safe. */
final class Measurements {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final long UNKNOWN = -1;

    private final Engine engine;

    Measurements(Engine engine) {
        this.engine = engine;
    }

    MeasureReply answer(MeasureRequest request) {
        try {
            if (request.getContainer().isEmpty()) {
                return MeasureReply.newBuilder()
                        .setImageBytes(imageBytes(request.getImageId()))
                        .setDirtyBytesPerSecond(UNKNOWN)
                        .build();
            }
            return measure(
                    Specs.container(request.getContainer()),
                    Duration.ofMillis(Math.clamp(request.getIntervalMs(), 0, LONGEST.toMillis())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return MeasureReply.newBuilder().setFailure(Failures.toWire(e)).build();
        } catch (RuntimeException e) {
            return MeasureReply.newBuilder().setFailure(Failures.toWire(e)).build();
        }
    }

    private long imageBytes(String id) {
        return engine.images().find(id).map(Image::size).orElse(ByteCount.ZERO).bytes();
    }

    private MeasureReply measure(ContainerId name, Duration interval) throws InterruptedException {
        ManagedContainer container = ManagedContainer.demand(engine.runtime(), name);
        Optional<DirtyRate> dirty =
                interval.isZero() || engine.rounds().areOf(name)
                        ? Optional.empty()
                        : engine.memory().dirtyRate(container, interval);
        return MeasureReply.newBuilder()
                .setMemoryBytes(engine.memory().memory(container).bytes())
                .setLayerBytes(TreeSizes.layer(engine.trees(), name).bytes())
                .setVolumeBytes(TreeSizes.volumes(engine.trees(), name).bytes())
                .setImageId(container.imageId())
                .setImageBytes(imageBytes(container.imageId()))
                .setDirtyBytesPerSecond(dirty.map(rate -> rate.perSecond().bytes()).orElse(UNKNOWN))
                .setDirtyBasis(dirty.map(rate -> rate.basis().word()).orElse(""))
                .build();
    }
}
