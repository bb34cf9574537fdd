package io.transship.daemon.session;

import com.google.protobuf.ByteString;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.DumpOrder;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.luggage.ArrivingImage;
import io.transship.daemon.luggage.Luggage;
import io.transship.daemon.runtime.Image;
import io.transship.daemon.session.pages.SourcePages;
import io.transship.daemon.transfer.DataConnection;
import io.transship.daemon.transfer.FileDigest;
import io.transship.daemon.transfer.StallGuard;
import io.transship.daemon.transfer.TransferId;
import io.transship.daemon.transfer.TransferSender;
import io.transship.daemon.transfer.digest.Checksum;
import io.transship.daemon.transfer.pace.RateCap;
import io.transship.daemon.wire.GrpcTls;
import io.transship.daemon.wire.Protocol;
import io.transship.daemon.wire.Specs;
import io.transship.daemon.wire.WireFiles;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.PrepareRequest;
import io.transship.proto.v1.RestartOpen;
import io.transship.proto.v1.RestartReady;
import io.transship.proto.v1.Step;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the source sends to the target, and over which two connections: RESTART for control, the
 * data connection for files. Not thread-safe, but {@link #close} may come from another thread and
 * ends whatever blocks.
 */
final class Shipment implements AutoCloseable {

    private final SessionParts parts;
    private final MigrationId id;
    private final PrepareRequest request;
    private final MigrationMode mode;
    private final ContainerId container;
    private final RateCap cap;
    private final Luggage luggage;
    private final DumpOrder order;
    private final List<FileDigest> rounds = new ArrayList<>();
    private @Nullable RestartCall restart;
    private @Nullable TransferSender sender;
    private @Nullable SourcePages pages;
    private boolean closed;
    private long wireBytesAtEnd;
    private long sentBytesAtEnd;
    private Checksum stream = new Checksum(0, 0);
    private long totalBytes;
    private Step step = Step.IMAGE_AHEAD;
    private @Nullable EventSink listener;

    Shipment(SessionParts parts, MigrationId id, MigrationMode mode, PrepareRequest request) {
        this.parts = parts;
        this.id = id;
        this.mode = mode;
        this.request = request;
        this.container = Specs.container(request.getContainer());
        this.cap = Specs.checked(() -> new RateCap(request.getMaxRateBps(), System::nanoTime));
        this.luggage = new Luggage(parts.engine(), container, parts.threads());
        if (mode.passesFiles()) {
            pages = new SourcePages(parts.pages(parts.settings().dump()), id, mode, cap);
        }
        this.order = new DumpOrder(mode, parts.settings().dump());
    }

    /**
     * Image if it is missing there, and files and log as they are now; returns when the copy waits.
     */
    void sendAhead(Handover handover, EventSink events) {
        RestartCall call =
                keep(
                        new RestartCall(
                                GrpcTls.channel(
                                        parts.tls(),
                                        address(
                                                request.getTargetControlAddress(),
                                                request.getTargetControlPort()),
                                        request.getTargetHost(),
                                        parts.threads())));
        listener = events;
        Image image = image(handover.imageId());
        RestartReady ready = call.open(open(handover, image), parts.settings().connect());
        TransferSender data = connect(ready);
        long treeBytes = luggage.look();
        List<FileDigest> files = new ArrayList<>();
        try (StallGuard _ = guard(data)) {
            if (ready.getImageMissing()) {
                totalBytes = image.size().bytes();
                events.step(Step.IMAGE_AHEAD);
                files.add(sendImage(image, ready.getImageLayersPresent(), data));
            }
            step = Step.LAYER_AHEAD;
            events.step(step);
            totalBytes = data.sentBytes() + treeBytes;
            files.addAll(luggage.sendAll(data::send));
            data.endBatch(1);
        }
        if (!call.ahead(1, files, parts.settings().ahead())) {
            sendWhole(image, call, data);
        }
        openTunnel(ready);
    }

    /** The image did not come out of the layers that the target lacked. */
    private void sendWhole(Image image, RestartCall call, TransferSender data) {
        step = Step.IMAGE_AHEAD;
        totalBytes = data.sentBytes() + image.size().bytes();
        FileDigest whole;
        try (StallGuard _ = guard(data)) {
            whole = sendImage(image, 0, data);
            data.endBatch(ArrivingImage.WHOLE);
        }
        if (!call.ahead(ArrivingImage.WHOLE, List.of(whole), parts.settings().ahead())) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION, "the target wants the whole image twice.");
        }
    }

    /** Pre-copy: memory as it is while the container serves. The target is prepared. */
    void sendRounds(EventSink events) {
        TransferSender data = sender;
        if (mode != MigrationMode.PRE_COPY || data == null) {
            return;
        }
        step = Step.MEMORY_AHEAD;
        events.step(step);
        new RoundsAhead(
                        round ->
                                parts.engine()
                                        .rounds()
                                        .write(id, container, round, order.deadline()),
                        (dump, round) -> {
                            totalBytes = data.sentBytes() + dump.size().bytes();
                            try (StallGuard _ = guard(data)) {
                                rounds.addAll(send(dump, WireFiles.round(round), data));
                            }
                        })
                .run();
    }

    private static List<FileDigest> send(Dump dump, String folder, TransferSender data) {
        List<FileDigest> files = new ArrayList<>();
        for (Dump.DumpFile file : dump.files()) {
            Path path = dump.directory().resolve(file.name());
            files.add(data.send(folder + "/" + file.name(), file.size(), path));
        }
        return files;
    }

    private FileDigest sendImage(Image image, int layersPresent, TransferSender data) {
        return data.send(
                WireFiles.IMAGE,
                -1,
                out ->
                        parts.engine()
                                .images()
                                .export(image.id(), image.without(layersPresent), out));
    }

    /** The container's processes have stopped. */
    void frozen() {
        luggage.frozen();
    }

    /** Before the freeze; only then does the container stand still for memory alone. */
    private void openTunnel(RestartReady ready) {
        SourcePages open = pages;
        if (open != null) {
            open.connect(
                    destination(),
                    Specs.checked(() -> TransferId.of(ready.getTunnelId().toByteArray())));
        }
    }

    /** The dump is about to begin. */
    void expectPages() {
        SourcePages open = pages;
        if (open != null) {
            open.expect();
        }
    }

    /** Why a dump failed that needs the target, if that was not CRIU's own failure. */
    Optional<TransshipException> cutOff() {
        SourcePages open = pages;
        return open == null ? Optional.empty() : open.cutOff();
    }

    /** How the container is to be dumped, so that its memory comes to the target. */
    DumpOrder order() {
        return order;
    }

    /**
     * The dump's files are complete: sees to it that memory that is not in them goes on or is over.
     *
     * @return the bytes of memory that went past the files
     */
    long pagesPastFiles() throws InterruptedException {
        SourcePages open = pages;
        if (open == null) {
            return 0;
        }
        if (mode == MigrationMode.PAGE_SERVER) {
            stream = open.awaitSent(parts.settings().transfer());
        }
        return stream.size();
    }

    /**
     * The dump, and what changed of files and log since; returns when the copy runs.
     *
     * @param laps told how long the parts take
     * @param layerSent run when the container's files are not needed any more
     */
    void sendDump(Dump dump, EventSink events, Laps laps, Runnable layerSent) {
        RestartCall call = restart;
        TransferSender data = sender;
        if (call == null || data == null) {
            throw new IllegalStateException("nothing was sent ahead");
        }
        totalBytes = data.sentBytes() + dump.size().bytes();
        listener = events;
        step = Step.TRANSFERRING;
        events.step(step);
        List<FileDigest> files = new ArrayList<>(rounds);
        try (StallGuard _ = guard(data)) {
            files.addAll(luggage.sendChanges(data::send));
            layerSent.run();
            laps.lap("changes");
            files.addAll(send(dump, WireFiles.DUMP, data));
            data.endBatch(2);
        }
        // Before the pages, whose bytes would be in its way on a slow link.
        call.announceImages(files, stream, parts.settings().transfer());
        laps.lap("send");
        if (pages != null) {
            pages.serve(dump.directory());
        }
        call.awaitImages(parts.settings().transfer());
        events.send(
                events.event(Step.TRANSFERRED)
                        .setStateBytes(dump.size().bytes())
                        .setMovedBytes(wireBytes())
                        .setContentBytes(sentBytes()));
        laps.lap("check");
        call.awaitSuccess(parts.settings().restore().multipliedBy(2));
        laps.lap("restore");
    }

    private void progressed(long bytes) {
        EventSink events = listener;
        if (events != null) {
            events.progress(step, bytes, totalBytes);
        }
    }

    private RestartOpen open(Handover handover, Image image) {
        return RestartOpen.newBuilder()
                .setProtocolVersion(Protocol.VERSION)
                .setMigrationId(id.text())
                .setSourceHost(parts.host().name())
                .setSpec(Specs.toWire(handover.spec()))
                .setEngineCreate(
                        ByteString.copyFrom(handover.engineDescription(), StandardCharsets.UTF_8))
                .setImageId(handover.imageId())
                .setImageBytes(image.size().bytes())
                .addAllImageLayers(image.layers())
                .setExpectedBytes(handover.expectedState().bytes())
                .setMode(request.getMode())
                .setLeaseMs(request.getLeaseMs())
                .setPlugAtAdoption(request.getPlugAtAdoption())
                .build();
    }

    private Image image(String imageId) {
        return parts.engine()
                .images()
                .find(imageId)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.IMAGE_UNAVAILABLE,
                                        "the image "
                                                + imageId
                                                + " of "
                                                + container
                                                + " is gone from the source."));
    }

    private TransferSender connect(RestartReady ready) {
        TransferId transfer =
                Specs.checked(() -> TransferId.of(ready.getTransferId().toByteArray()));
        TransferSender data =
                TransferSender.open(
                        parts.tls().context(),
                        destination(),
                        transfer,
                        new TransferSender.Manner(cap, this::progressed));
        synchronized (this) {
            sender = data;
        }
        closeIfEnded();
        return data;
    }

    private DataConnection.Destination destination() {
        return new DataConnection.Destination(
                address(request.getTargetDataAddress(), request.getTargetDataPort()),
                request.getTargetHost(),
                parts.settings().connect());
    }

    private RestartCall keep(RestartCall call) {
        synchronized (this) {
            restart = call;
        }
        closeIfEnded();
        return call;
    }

    private synchronized void closeIfEnded() {
        if (closed) {
            close();
        }
    }

    private StallGuard guard(TransferSender data) {
        return new StallGuard(data, parts.settings().transfer(), parts.scheduler());
    }

    private static InetSocketAddress address(String address, int port) {
        return Specs.checked(
                () -> new InetSocketAddress(new IpAddress(address).toInetAddress(), port));
    }

    /** The event, with what has been sent so far. */
    MigrationEvent.Builder counted(MigrationEvent.Builder event) {
        return event.setMovedBytes(wireBytes()).setContentBytes(sentBytes());
    }

    /** The most that this migration may send from now on, in bits a second; 0: no bound. */
    void limit(long bitsPerSecond) {
        Specs.checked(
                () -> {
                    cap.set(bitsPerSecond);
                    return cap;
                });
    }

    /** What has been sent so far, as it went onto the wire. */
    synchronized long wireBytes() {
        return wireBytesAtEnd
                + (sender == null ? 0 : sender.wireBytes())
                + (pages == null ? 0 : pages.wireBytes());
    }

    private synchronized long sentBytes() {
        return sentBytesAtEnd
                + (sender == null ? 0 : sender.sentBytes())
                + (pages == null ? 0 : pages.sentBytes());
    }

    /** A session that is over is remembered for long; the buffers of its connections are not. */
    @Override
    public synchronized void close() {
        closed = true;
        if (restart != null) {
            restart.close();
        }
        if (sender != null) {
            sender.close();
        }
        if (pages != null) {
            pages.close();
        }
        wireBytesAtEnd = wireBytes();
        sentBytesAtEnd = sentBytes();
        restart = null;
        sender = null;
        pages = null;
    }
}
