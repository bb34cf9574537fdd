package io.transship.daemon.session;

import io.grpc.stub.ServerCallStreamObserver;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.wire.Failures;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.Step;
import io.transship.settings.Breakpoint;
import java.time.Duration;

/**
 * Tells the manager what goes on in a call. A manager that has gone is no reason to stop: it may
 * ask again. Not thread-safe.
 */
public final class EventSink {

    private static final long INTERVAL_NANOS = Duration.ofMillis(100).toNanos();

    private final MigrationId id;
    private final ServerCallStreamObserver<MigrationEvent> observer;
    private final long began = System.nanoTime();
    private long lastProgress = began;

    /** Tells {@code observer}. */
    public EventSink(MigrationId id, ServerCallStreamObserver<MigrationEvent> observer) {
        this.id = id;
        this.observer = observer;
        // With a handler, sending to a manager that has gone is ignored instead of failing.
        observer.setOnCancelHandler(() -> {});
    }

    /** A step was reached. */
    void step(Step step) {
        send(event(step));
    }

    /** A builder with id, step and time. */
    MigrationEvent.Builder event(Step step) {
        return MigrationEvent.newBuilder()
                .setMigrationId(id.text())
                .setStep(step)
                .setElapsedNanos(System.nanoTime() - began);
    }

    void send(MigrationEvent.Builder event) {
        observer.onNext(event.build());
        Breakpoint.reached("source", event.getStep().name());
    }

    /** Bytes on their way; told on at most ten times a second. */
    void progress(Step step, long done, long total) {
        long now = System.nanoTime();
        if (now - lastProgress >= INTERVAL_NANOS) {
            lastProgress = now;
            send(event(step).setBytesDone(done).setBytesTotal(Math.max(done, total)));
        }
    }

    /** The call ends with that failure. */
    public void failed(Throwable reason) {
        send(event(Step.FAILED).setFailure(Failures.toWire(reason)));
    }

    /** Nothing more follows. */
    public void complete() {
        observer.onCompleted();
    }
}
