package io.transship.daemon.testing;

import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.daemon.wire.GrpcTls;
import io.transship.proto.v1.CommitRequest;
import io.transship.proto.v1.ContainerSpec;
import io.transship.proto.v1.DaemonGrpc;
import io.transship.proto.v1.Failure;
import io.transship.proto.v1.MigrateRequest;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.PrepareRequest;
import io.transship.proto.v1.RenewRequest;
import io.transship.proto.v1.StartReply;
import io.transship.proto.v1.StartRequest;
import io.transship.proto.v1.Step;
import io.transship.settings.TlsFiles;
import io.transship.settings.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Daemons h2 and h3 on loopback, and a manager that speaks to them call by call. */
public final class TwoDaemons implements AutoCloseable {

    /** What the authority of all certificates calls itself. */
    public static final String AUTHORITY = "Test authority";

    /** The container of the tests. */
    public static final ContainerId SERVER = new ContainerId("server-1");

    private final MemoryWorld world = new MemoryWorld();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final Path folder;
    private final Certificates authority;
    private final MemoryDaemon h2;
    private final MemoryDaemon h3;
    private MigrationMode mode = MigrationMode.COPY;
    private @Nullable Runnable beforeFence;
    private DaemonGrpc.DaemonBlockingV2Stub source;
    private DaemonGrpc.DaemonBlockingV2Stub target;

    /** Both run; h2 has the image. */
    public TwoDaemons(Path folder) {
        this.folder = folder;
        authority = new Certificates(folder.resolve("tls"), AUTHORITY);
        h2 = daemon("h2");
        h3 = daemon("h3");
        h2.host().images().add("sha256:aa", "demo", new byte[300_000]);
        source = stub(authority.files("manager"), h2, "h2");
        target = stub(authority.files("manager"), h3, "h3");
    }

    private MemoryDaemon daemon(String name) {
        MemoryHost host = new MemoryHost(name, world, folder.resolve(name + "-run"));
        return new MemoryDaemon(host, authority.identity(name), folder.resolve(name));
    }

    /** Who runs where. */
    public MemoryWorld world() {
        return world;
    }

    /** Signs for everybody here. */
    public Certificates authority() {
        return authority;
    }

    /** The source's daemon. */
    public MemoryDaemon h2() {
        return h2;
    }

    /** The target's daemon. */
    public MemoryDaemon h3() {
        return h3;
    }

    /** The manager's calls to h2. */
    public DaemonGrpc.DaemonBlockingV2Stub source() {
        return source;
    }

    /** The manager's calls to h3. */
    public DaemonGrpc.DaemonBlockingV2Stub target() {
        return target;
    }

    /** New channels, after a daemon was started anew. */
    public void reconnect() {
        source = stub(authority.files("manager"), h2, "h2");
        target = stub(authority.files("manager"), h3, "h3");
    }

    /** Calls of whoever has these files to a daemon that should be {@code expected}. */
    public DaemonGrpc.DaemonBlockingV2Stub stub(
            TlsFiles files, MemoryDaemon daemon, String expected) {
        ManagedChannel channel =
                GrpcTls.channel(
                        TlsIdentity.load(files, Instant.now()),
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), daemon.controlPort()),
                        expected,
                        threads);
        channels.add(channel);
        return DaemonGrpc.newBlockingV2Stub(channel);
    }

    /** Starts the container on h2. */
    public String start() throws StatusException {
        StartReply reply = source.start(StartRequest.newBuilder().setSpec(spec()).build());
        require(reply.hasFailure(), reply.getFailure());
        return reply.getEngineId();
    }

    /** The same, with so much memory, which is returned. */
    public byte[] startHolding(int bytes) throws StatusException {
        byte[] memory = new byte[bytes];
        new Random(1).nextBytes(memory);
        start();
        h2.host().write(SERVER, memory, "layer".getBytes(StandardCharsets.UTF_8));
        return memory;
    }

    /** Changes a byte of a file that lies at the target, below its memory file systems. */
    public void damage(String file) {
        Path damaged = folder.resolve("h3-run").resolve(file);
        try {
            byte[] content = Files.readAllBytes(damaged);
            content[content.length / 2] ^= 1;
            Files.write(damaged, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** MIGRATE, with the manager's word that the container is fenced once it is dumped. */
    public List<MigrationEvent> migrate(String id) throws Exception {
        List<MigrationEvent> events = new ArrayList<>();
        var call = source.migrate(MigrateRequest.newBuilder().setMigrationId(id).build());
        for (MigrationEvent event = call.read(); event != null; event = call.read()) {
            events.add(event);
            boolean fenced =
                    event.getStep() == (beforeFence == null ? Step.DUMPED : Step.TRANSFERRED);
            if (fenced && mode != MigrationMode.LEAVE_RUNNING) {
                if (beforeFence != null) {
                    beforeFence.run();
                }
                var reply =
                        target.renew(
                                RenewRequest.newBuilder()
                                        .setMigrationId(id)
                                        .setFenced(true)
                                        .build());
                // A copy that is lost by then makes the move end as failed, which the events tell.
                boolean gone = reply.getFailure().getCode().equals("MIGRATION_UNKNOWN");
                require(reply.hasFailure() && !gone, reply.getFailure());
            }
        }
        return events;
    }

    /** Has this done when the target has everything, before it hears that it may restore. */
    public void beforeFence(Runnable action) {
        beforeFence = action;
    }

    /** Commits migration m1 on both sides. */
    public void commit() throws StatusException {
        var request = CommitRequest.newBuilder().setMigrationId("m1").build();
        var first = target.commit(request);
        require(first.hasFailure(), first.getFailure());
        var second = source.commit(request);
        require(second.hasFailure(), second.getFailure());
    }

    /** The order to move the container to h3. */
    public PrepareRequest prepare(String id) {
        return prepare(id, MigrationMode.COPY);
    }

    /** The order to move the container to h3 in that mode. */
    public PrepareRequest prepare(String id, MigrationMode mode) {
        this.mode = mode;
        return PrepareRequest.newBuilder()
                .setMigrationId(id)
                .setContainer(SERVER.name())
                .setTargetHost("h3")
                .setTargetControlAddress("127.0.0.1")
                .setTargetControlPort(h3.controlPort())
                .setTargetDataAddress("127.0.0.1")
                .setTargetDataPort(h3.dataPort())
                .setMode(mode.word())
                .setLeaseMs(30_000)
                .build();
    }

    /** What the container is made from. */
    public ContainerSpec spec() {
        return ContainerSpec.newBuilder()
                .setName(SERVER.name())
                .setImage("demo")
                .addCommand("serve")
                .setIp("10.0.0.100")
                .setPrefixLength(24)
                .setMac("02:00:0a:00:00:64")
                .putEnvironment("A", "b")
                .setRestartPolicy("always")
                .build();
    }

    /** The steps of a call, to its end. */
    public static List<Step> steps(BlockingClientCall<?, MigrationEvent> call) throws Exception {
        return events(call).stream().map(MigrationEvent::getStep).toList();
    }

    /** The events of a call, to its end. */
    public static List<MigrationEvent> events(BlockingClientCall<?, MigrationEvent> call)
            throws Exception {
        List<MigrationEvent> events = new ArrayList<>();
        for (MigrationEvent event = call.read(); event != null; event = call.read()) {
            events.add(event);
        }
        return events;
    }

    private static void require(boolean failed, Failure failure) {
        if (failed) {
            throw new AssertionError(failure.getCode() + ": " + failure.getMessage());
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        h2.close();
        h3.close();
        threads.shutdownNow();
    }
}
