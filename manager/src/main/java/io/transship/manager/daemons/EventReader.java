package io.transship.manager.daemons;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.HostId;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.Step;
import java.util.function.Consumer;

/** The events of one call, one after the other. Not thread-safe. */
public final class EventReader implements AutoCloseable {

    private final HostId host;
    private final BlockingClientCall<?, MigrationEvent> call;
    private boolean broken;

    EventReader(HostId host, BlockingClientCall<?, MigrationEvent> call) {
        this.host = host;
        this.call = call;
    }

    /**
     * Reads until the step.
     *
     * @param others gets the events before it
     * @return the event of that step
     * @throws TransshipException what the daemon reported as FAILED, or PEER_UNREACHABLE,
     *     DEADLINE_EXCEEDED
     */
    public MigrationEvent until(Step step, Consumer<MigrationEvent> others) {
        while (true) {
            MigrationEvent event = next();
            if (event.getStep() == Step.FAILED) {
                throw Wire.failure(host, event.getFailure());
            }
            if (event.getStep() == step) {
                return event;
            }
            others.accept(event);
        }
    }

    /** Whether the connection broke, so that nobody knows what the daemon did since. */
    public boolean isBroken() {
        return broken;
    }

    private MigrationEvent next() {
        try {
            MigrationEvent event = call.read();
            if (event == null) {
                broken = true;
                throw new TransshipException(
                        FailureCode.PEER_UNREACHABLE,
                        "the daemon of " + host + " ended the call too early.");
            }
            return event;
        } catch (StatusException e) {
            broken = true;
            throw Wire.unanswered(host, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransshipException(FailureCode.INTERNAL, "the manager is stopping.", e);
        }
    }

    @Override
    public void close() {
        call.cancel("not needed any more", null);
    }
}
