package io.transship.daemon.control;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.preflight.Preflight;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.session.EventSink;
import io.transship.daemon.session.SessionParts;
import io.transship.daemon.session.SessionPhase;
import io.transship.daemon.session.SessionRecord;
import io.transship.daemon.session.Sessions;
import io.transship.daemon.session.SourceSession;
import io.transship.daemon.session.TargetSession;
import io.transship.daemon.session.pages.PagesCame;
import io.transship.daemon.wire.Failures;
import io.transship.daemon.wire.Protocol;
import io.transship.daemon.wire.Specs;
import io.transship.proto.v1.AbortReply;
import io.transship.proto.v1.AbortRequest;
import io.transship.proto.v1.AdoptReply;
import io.transship.proto.v1.AdoptRequest;
import io.transship.proto.v1.AwaitReply;
import io.transship.proto.v1.AwaitRequest;
import io.transship.proto.v1.CheckReply;
import io.transship.proto.v1.CheckRequest;
import io.transship.proto.v1.CommitReply;
import io.transship.proto.v1.CommitRequest;
import io.transship.proto.v1.DaemonGrpc;
import io.transship.proto.v1.Failure;
import io.transship.proto.v1.HelloReply;
import io.transship.proto.v1.HelloRequest;
import io.transship.proto.v1.LimitReply;
import io.transship.proto.v1.LimitRequest;
import io.transship.proto.v1.ListReply;
import io.transship.proto.v1.ListRequest;
import io.transship.proto.v1.MeasureReply;
import io.transship.proto.v1.MeasureRequest;
import io.transship.proto.v1.MigrateRequest;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.MigrationStatus;
import io.transship.proto.v1.PagesReply;
import io.transship.proto.v1.PagesRequest;
import io.transship.proto.v1.PrepareRequest;
import io.transship.proto.v1.RemoveReply;
import io.transship.proto.v1.RemoveRequest;
import io.transship.proto.v1.RenewReply;
import io.transship.proto.v1.RenewRequest;
import io.transship.proto.v1.RestartReply;
import io.transship.proto.v1.RestartRequest;
import io.transship.proto.v1.StartReply;
import io.transship.proto.v1.StartRequest;
import io.transship.proto.v1.StopReply;
import io.transship.proto.v1.StopRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The calls of the protocol; blocks, so the server runs it on virtual threads. Thread-safe. */
public final class DaemonService extends DaemonGrpc.DaemonImplBase {

    private final SessionParts parts;
    private final Sessions sessions;
    private final Containers containers;
    private final Decisions decisions;
    private final Measurements measurements;
    private final DaemonInfo info;
    private final Preflight preflight;
    private final HostLoadTeller load = HostLoadTeller.ofThisMachine();

    /** Serves {@code sessions}. */
    public DaemonService(
            SessionParts parts, Sessions sessions, DaemonInfo info, Preflight preflight) {
        this.preflight = preflight;
        this.parts = parts;
        this.sessions = sessions;
        this.containers = new Containers(parts.engine().runtime(), sessions);
        this.decisions = new Decisions(sessions, parts.engine().runtime());
        this.measurements = new Measurements(parts.engine());
        this.info = info;
    }

    @Override
    public void hello(HelloRequest request, StreamObserver<HelloReply> observer) {
        if (request.getProtocolVersion() != Protocol.VERSION) {
            observer.onError(otherVersion(request.getProtocolVersion()));
            return;
        }
        HelloReply.Builder reply =
                HelloReply.newBuilder()
                        .setProtocolVersion(Protocol.VERSION)
                        .setHost(parts.host().name())
                        .addAllAbilities(info.abilities())
                        .setEngineVersion(info.engine())
                        .setCriuVersion(info.criu())
                        .setKernel(info.kernel())
                        .setDataAddress(info.dataAddress())
                        .setDataPort(parts.data().port())
                        .setBridgeMac(info.bridgeMac());
        load.tell(reply);
        answer(observer, reply.build());
    }

    /** UNIMPLEMENTED is what a manager of any release takes for a mismatch. */
    private StatusRuntimeException otherVersion(int version) {
        return Status.UNIMPLEMENTED
                .withDescription(
                        FailureCode.VERSION_MISMATCH
                                + ": the manager speaks version "
                                + version
                                + ", "
                                + parts.host()
                                + " speaks "
                                + Protocol.VERSION)
                .asRuntimeException();
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListReply> observer) {
        try {
            // A container that is not in the answer has left nothing that answers in its place.
            List<ManagedContainer> there = parts.engine().runtime().removeStrays();
            Set<ContainerId> elsewhere = sessions.notOurs();
            ListReply.Builder reply = ListReply.newBuilder();
            for (ManagedContainer container : there) {
                if (!elsewhere.contains(container.spec().name())) {
                    reply.addContainers(Specs.toWire(container));
                }
            }
            sessions.all().forEach(record -> reply.addMigrations(status(record)));
            answer(observer, reply.build());
        } catch (RuntimeException e) {
            refuse(observer, e);
        }
    }

    private static void refuse(StreamObserver<?> observer, RuntimeException e) {
        observer.onError(
                Status.INTERNAL.withDescription(Failures.of(e).line()).asRuntimeException());
    }

    private static MigrationStatus status(SessionRecord record) {
        return MigrationStatus.newBuilder()
                .setMigrationId(record.id().text())
                .setContainer(record.container().name())
                .setRole(record.role().name().toLowerCase(Locale.ROOT))
                .setPhase(record.phase().word())
                .setDecided(record.phase().isDecided())
                .build();
    }

    @Override
    public void measure(MeasureRequest request, StreamObserver<MeasureReply> observer) {
        answer(observer, measurements.answer(request));
    }

    @Override
    public void check(CheckRequest request, StreamObserver<CheckReply> observer) {
        try {
            answer(observer, preflight.check(request));
        } catch (RuntimeException e) {
            refuse(observer, e);
        }
    }

    @Override
    public void start(StartRequest request, StreamObserver<StartReply> observer) {
        reply(
                observer,
                () ->
                        StartReply.newBuilder()
                                .setEngineId(containers.start(Specs.fromWire(request.getSpec())))
                                .build(),
                failure -> StartReply.newBuilder().setFailure(failure).build());
    }

    @Override
    public void remove(RemoveRequest request, StreamObserver<RemoveReply> observer) {
        reply(
                observer,
                () -> {
                    containers.remove(Specs.container(request.getName()));
                    return RemoveReply.getDefaultInstance();
                },
                failure -> RemoveReply.newBuilder().setFailure(failure).build());
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<RenewReply> observer) {
        reply(
                observer,
                () -> {
                    MigrationId id = Specs.migration(request.getMigrationId());
                    TargetSession session =
                            sessions.openedTarget(id).orElseThrow(() -> unknown(id));
                    long token = session.renew(request.getToken(), request.getFenced());
                    SessionPhase phase = session.record().phase();
                    return RenewReply.newBuilder()
                            .setToken(token)
                            .setPhase(phase.word())
                            .setRunning(isServing(phase))
                            .build();
                },
                failure -> RenewReply.newBuilder().setFailure(failure).build());
    }

    @Override
    public void await(AwaitRequest request, StreamObserver<AwaitReply> observer) {
        reply(
                observer,
                () -> {
                    MigrationId id = Specs.migration(request.getMigrationId());
                    sessions.openedTarget(id).orElseThrow(() -> unknown(id)).awaitCopy();
                    return AwaitReply.getDefaultInstance();
                },
                failure -> AwaitReply.newBuilder().setFailure(failure).build());
    }

    @Override
    public void prepare(PrepareRequest request, StreamObserver<MigrationEvent> observer) {
        streaming(
                request.getMigrationId(),
                observer,
                (id, events) -> {
                    var _ = parts.engine().modes().require(request.getMode(), parts.host().name());
                    if (request.getTargetHost().equals(parts.host().name())) {
                        throw new TransshipException(
                                FailureCode.CONTAINER_CONFLICT,
                                "source and target are the same host " + parts.host() + ".");
                    }
                    sessions.openSource(id, Specs.container(request.getContainer()))
                            .prepare(request, events);
                });
    }

    @Override
    public void migrate(MigrateRequest request, StreamObserver<MigrationEvent> observer) {
        streaming(
                request.getMigrationId(),
                observer,
                (id, events) -> {
                    SourceSession session = sessions.source(id).orElseThrow(() -> unknown(id));
                    if (request.hasMaxRateBps()) {
                        session.limit(request.getMaxRateBps());
                    }
                    session.migrate(events);
                });
    }

    @Override
    public void limit(LimitRequest request, StreamObserver<LimitReply> observer) {
        reply(
                observer,
                () -> {
                    MigrationId id = Specs.migration(request.getMigrationId());
                    SourceSession session = sessions.source(id).orElseThrow(() -> unknown(id));
                    if (request.hasMaxRateBps()) {
                        session.limit(request.getMaxRateBps());
                    }
                    return LimitReply.newBuilder().setMovedBytes(session.movedBytes()).build();
                },
                failure -> LimitReply.newBuilder().setFailure(failure).build());
    }

    @Override
    public void adopt(AdoptRequest request, StreamObserver<AdoptReply> observer) {
        reply(
                observer,
                () -> {
                    decisions.adopt(Specs.migration(request.getMigrationId()));
                    return AdoptReply.getDefaultInstance();
                },
                failure -> AdoptReply.newBuilder().setFailure(failure).build());
    }

    @Override
    public void stop(StopRequest request, StreamObserver<StopReply> observer) {
        reply(
                observer,
                () -> {
                    MigrationId id = Specs.migration(request.getMigrationId());
                    sessions.source(id).orElseThrow(() -> unknown(id)).stop();
                    return StopReply.getDefaultInstance();
                },
                failure -> StopReply.newBuilder().setFailure(failure).build());
    }

    @Override
    public void pages(PagesRequest request, StreamObserver<PagesReply> observer) {
        reply(
                observer,
                () -> {
                    PagesCame pages = decisions.fetching(Specs.migration(request.getMigrationId()));
                    return PagesReply.newBuilder()
                            .setComplete(pages.all())
                            .setBytesDone(pages.bytes())
                            .build();
                },
                failure -> PagesReply.newBuilder().setFailure(failure).build());
    }

    @Override
    public void commit(CommitRequest request, StreamObserver<CommitReply> observer) {
        reply(
                observer,
                () -> {
                    decisions.commit(Specs.migration(request.getMigrationId()));
                    return CommitReply.getDefaultInstance();
                },
                failure -> CommitReply.newBuilder().setFailure(failure).build());
    }

    @Override
    public void abort(AbortRequest request, StreamObserver<AbortReply> observer) {
        reply(
                observer,
                () -> AbortReply.newBuilder().setServing(decisions.abort(request)).build(),
                failure -> AbortReply.newBuilder().setFailure(failure).build());
    }

    @Override
    public StreamObserver<RestartRequest> restart(StreamObserver<RestartReply> observer) {
        return new RestartReceiver(
                parts, sessions, (ServerCallStreamObserver<RestartReply>) observer);
    }

    /** A call that answers with events. */
    @FunctionalInterface
    private interface Streaming {
        void run(MigrationId id, EventSink events);
    }

    /** The session completes the stream; what keeps us from reaching it is answered here. */
    private static void streaming(
            String text, StreamObserver<MigrationEvent> observer, Streaming call) {
        ServerCallStreamObserver<MigrationEvent> stream =
                (ServerCallStreamObserver<MigrationEvent>) observer;
        MigrationId id;
        try {
            id = Specs.migration(text);
        } catch (TransshipException e) {
            stream.onNext(
                    MigrationEvent.newBuilder()
                            .setStep(io.transship.proto.v1.Step.FAILED)
                            .setFailure(Failures.toWire(e))
                            .build());
            stream.onCompleted();
            return;
        }
        EventSink events = new EventSink(id, stream);
        try {
            call.run(id, events);
        } catch (RuntimeException e) {
            events.failed(e);
        }
        events.complete();
    }

    private static boolean isServing(SessionPhase phase) {
        return phase == SessionPhase.COPY_RUNS
                || phase == SessionPhase.FETCHING
                || phase == SessionPhase.COMMITTED;
    }

    static TransshipException unknown(MigrationId id) {
        return new TransshipException(
                FailureCode.MIGRATION_UNKNOWN, "migration " + id + " is not known here.");
    }

    /** What comes of the work, or of its failure. */
    private static <A> void reply(
            StreamObserver<A> observer, Supplier<A> work, Function<Failure, A> failed) {
        A reply;
        try {
            reply = work.get();
        } catch (RuntimeException e) {
            reply = failed.apply(Failures.toWire(e));
        }
        answer(observer, reply);
    }

    private static <A> void answer(StreamObserver<A> observer, A reply) {
        observer.onNext(reply);
        observer.onCompleted();
    }
}
