package io.transship.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.testing.TwoDaemons;
import io.transship.proto.v1.AbortRequest;
import io.transship.proto.v1.CommitRequest;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.PagesReply;
import io.transship.proto.v1.PagesRequest;
import io.transship.proto.v1.RenewRequest;
import io.transship.proto.v1.Step;
import io.transship.proto.v1.StopRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modes beside copy between two daemons, call by call; memory goes through the tunnel. */
class ModeCallsTest {

    private static final int MEMORY = 3_000_000;

    @TempDir private Path folder;
    private TwoDaemons net;
    private byte[] memory;

    @BeforeEach
    void begin() throws Exception {
        net = new TwoDaemons(folder);
        memory = net.startHolding(MEMORY);
    }

    @AfterEach
    void end() {
        net.close();
        assertThat(net.world().violations()).isEmpty();
    }

    @Test
    void aPageServerTakesMemoryThroughTheTunnel() throws Exception {
        prepare(MigrationMode.PAGE_SERVER);
        List<MigrationEvent> moved = net.migrate("m1");
        net.commit();

        assertThat(moved.getLast().getStep()).as("%s", moved).isEqualTo(Step.SUCCESS);
        assertThat(moved.getLast().getStateBytes()).isGreaterThan(MEMORY);
        assertThat(moved.getLast().getContentBytes()).isGreaterThan(300_000 + MEMORY);
        assertMoved();
    }

    @Test
    void aPageThatChangedAtTheTargetIsFoundBeforeTheRestore() throws Exception {
        prepare(MigrationMode.PAGE_SERVER);
        net.beforeFence(() -> net.damage("images-m1/pages-7.img"));

        assertRolledBack("DIGEST_MISMATCH");
    }

    @Test
    void aFileThatChangedAtTheTargetIsFoundBeforeTheRestore() throws Exception {
        prepare(MigrationMode.COPY);
        net.beforeFence(() -> net.damage("images-m1/inventory.img"));

        assertRolledBack("DIGEST_MISMATCH");
    }

    @Test
    void aPageServerThatCantWriteFailsTheMoveAndTheSourceGoesOn() throws Exception {
        net.h3().host().failing("receive", FailureCode.DISK_FULL);
        List<MigrationEvent> events =
                TwoDaemons.events(
                        net.source().prepare(net.prepare("m1", MigrationMode.PAGE_SERVER)));

        assertThat(events.getLast().getFailure().getCode()).isEqualTo("DISK_FULL");
        abortSource();
    }

    @Test
    void aDumpThatLacksItsTargetSaysThatAndNotThatCriuFailed() throws Exception {
        net.h2().host().before("dump", () -> net.h3().close());
        prepare(MigrationMode.PAGE_SERVER);
        List<MigrationEvent> events = net.migrate("m1");

        assertThat(events.getLast().getFailure().getCode()).isEqualTo("TRANSFER_FAILED");
        abortSource();
        net.h3().start();
    }

    @Test
    void aPostCopyServesBeforeItsMemoryIsThereAndGetsAllOfIt() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        net.h2().host().before("page", () -> await(goOn));
        prepare(MigrationMode.POST_COPY);
        List<MigrationEvent> moved = net.migrate("m1");
        assertThat(moved.getLast().getStep()).as("%s", moved).isEqualTo(Step.SUCCESS);
        commitTarget();

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
        assertThat(pages().getComplete()).isFalse();
        assertThat(net.h2().host().has(TwoDaemons.SERVER)).isTrue();
        goOn.countDown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(pages().getComplete()).isTrue());
        assertThat(pages().getBytesDone())
                .as("what came is still told once all is there")
                .isGreaterThanOrEqualTo(memory.length);
        net.commit();
        assertMoved();
    }

    @Test
    void aPostCopyWhoseSourceDiesAfterTheCommitIsKilledAndSaysSo() throws Exception {
        serveFirstPagesOnly();
        prepare(MigrationMode.POST_COPY);
        net.migrate("m1");
        commitTarget();
        net.h2().close();

        assertLost();
    }

    @Test
    void aPostCopyWhosePagesEndTooEarlyIsKilledAndBothHostsAreLeftClean() throws Exception {
        AtomicInteger served = new AtomicInteger();
        CountDownLatch committed = new CountDownLatch(1);
        net.h2()
                .host()
                .before(
                        "page",
                        () -> {
                            if (served.incrementAndGet() > 3) {
                                await(committed);
                                throw new TransshipException(
                                        FailureCode.INTERNAL, "CRIU died here.");
                            }
                        });
        prepare(MigrationMode.POST_COPY);
        net.migrate("m1");
        commitTarget();
        committed.countDown();

        assertLost();
        assertThat(commit(net.target()).getFailure().getCode()).isEqualTo("POSTCOPY_LOST");
        assertThat(commit(net.source()).hasFailure()).isFalse();
        assertThat(net.h2().host().has(TwoDaemons.SERVER)).isFalse();
    }

    @Test
    void aPostCopyWhosePagesAreLostBeforeTheCommitRollsBack() throws Exception {
        // The first two are sent before the target asks.
        AtomicInteger served = new AtomicInteger();
        net.h2()
                .host()
                .before(
                        "page",
                        () -> {
                            if (served.incrementAndGet() > 2) {
                                throw new TransshipException(
                                        FailureCode.INTERNAL, "CRIU died here.");
                            }
                        });
        prepare(MigrationMode.POST_COPY);
        net.migrate("m1");

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(net.h3().host().has(TwoDaemons.SERVER)).isFalse());
        assertThat(commit(net.target()).getFailure().getCode()).isEqualTo("MIGRATION_UNKNOWN");
        abortSource();
    }

    /** The tunnel breaks while the dump's files come; the first word of the next step is late. */
    @Test
    void aPostCopyWhoseTunnelBreaksBeforeTheRestoreSaysThatItBroke() throws Exception {
        net.h2().host().failing("page", FailureCode.INTERNAL);
        prepare(MigrationMode.POST_COPY);
        net.beforeFence(
                () ->
                        Awaitility.await()
                                .atMost(Duration.ofSeconds(60))
                                .until(() -> !net.h3().host().has(TwoDaemons.SERVER)));

        assertRolledBack("TRANSFER_FAILED");
    }

    @Test
    void aTargetsDaemonThatDiesWhileItFetchesHasLostTheCopyWhenItComesBack() throws Exception {
        serveFirstPagesOnly();
        prepare(MigrationMode.POST_COPY);
        net.migrate("m1");
        commitTarget();
        net.h3().close();
        net.h3().start();
        net.reconnect();

        assertLost();
        assertThat(commit(net.target()).getFailure().getCode()).isEqualTo("POSTCOPY_LOST");
    }

    @Test
    void aSourceThatIsLeftRunningServesUntilTheTargetRuns() throws Exception {
        prepare(MigrationMode.LEAVE_RUNNING);
        net.migrate("m1");
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");

        var stopped = net.source().stop(StopRequest.newBuilder().setMigrationId("m1").build());
        assertThat(stopped.hasFailure()).isFalse();
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
        fence();
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
        net.commit();
        assertMoved();
    }

    @Test
    void aSourceThatWasStoppedGoesOnAfterAnAbort() throws Exception {
        prepare(MigrationMode.LEAVE_RUNNING);
        net.migrate("m1");
        var _ = net.source().stop(StopRequest.newBuilder().setMigrationId("m1").build());

        net.target().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
        abortSource();
    }

    @Test
    void aModeThatAHostLacksIsRefusedWithItsReason() throws Exception {
        net.h3().host().lacking(MigrationMode.POST_COPY, "its kernel has no userfaultfd");
        net.h3().close();
        net.h3().start();
        List<MigrationEvent> events =
                TwoDaemons.events(net.source().prepare(net.prepare("m1", MigrationMode.POST_COPY)));

        assertThat(events.getLast().getFailure().getCode()).isEqualTo("UNSUPPORTED");
        assertThat(events.getLast().getFailure().getMessage()).contains("h3", "userfaultfd");
        abortSource();
    }

    private void prepare(MigrationMode mode) throws Exception {
        assertThat(TwoDaemons.events(net.source().prepare(net.prepare("m1", mode))).getLast())
                .matches(event -> event.getStep() == Step.PREPARED);
    }

    private void serveFirstPagesOnly() {
        AtomicInteger served = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        net.h2()
                .host()
                .before(
                        "page",
                        () -> {
                            if (served.incrementAndGet() > 3) {
                                await(never);
                            }
                        });
    }

    private void assertRolledBack(String code) throws Exception {
        List<MigrationEvent> events = net.migrate("m1");
        assertThat(events.getLast().getFailure().getCode()).as("%s", events).isEqualTo(code);
        assertThat(net.h3().host().has(TwoDaemons.SERVER)).isFalse();
        abortSource();
    }

    private void abortSource() throws Exception {
        net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
        assertThat(net.h2().host().memory(TwoDaemons.SERVER)).isEqualTo(memory);
    }

    private void assertMoved() {
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
        assertThat(net.h3().host().memory(TwoDaemons.SERVER)).isEqualTo(memory);
        assertThat(net.h2().host().has(TwoDaemons.SERVER)).isFalse();
    }

    private void assertLost() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(pages().getFailure().getCode())
                                        .isEqualTo("POSTCOPY_LOST"));
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
        assertThat(net.h3().host().has(TwoDaemons.SERVER)).isFalse();
    }

    private void fence() throws Exception {
        var reply =
                net.target()
                        .renew(
                                RenewRequest.newBuilder()
                                        .setMigrationId("m1")
                                        .setFenced(true)
                                        .build());
        assertThat(reply.hasFailure()).isFalse();
    }

    private PagesReply pages() throws Exception {
        return net.target().pages(PagesRequest.newBuilder().setMigrationId("m1").build());
    }

    private void commitTarget() throws Exception {
        assertThat(commit(net.target()).hasFailure()).isFalse();
    }

    private static io.transship.proto.v1.CommitReply commit(
            io.transship.proto.v1.DaemonGrpc.DaemonBlockingV2Stub daemon) throws Exception {
        return daemon.commit(CommitRequest.newBuilder().setMigrationId("m1").build());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
