package io.transship.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.testing.TwoDaemons;
import io.transship.proto.v1.AbortRequest;
import io.transship.proto.v1.AdoptRequest;
import io.transship.proto.v1.Failure;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.PrepareRequest;
import io.transship.proto.v1.RenewRequest;
import io.transship.proto.v1.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A copy that is gone when it is to be adopted: the answer carries what ended it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusedAdoptionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** So many questions are answered, and no more. */
    private static final int PAGES_BEFORE = 3;

    @TempDir private Path folder;
    private final CountDownLatch never = new CountDownLatch(1);
    private TwoDaemons net;

    @BeforeEach
    void begin() throws Exception {
        net = new TwoDaemons(folder);
        net.startHolding(1_000_000);
    }

    @AfterEach
    void end() {
        never.countDown();
        net.close();
        assertThat(net.world().violations()).isEmpty();
    }

    @Test
    void theLeaseEnded() throws Exception {
        prepare(net.prepare("m1").toBuilder().setLeaseMs(1).build());
        awaitRemoval();

        Failure refused = adopt();

        assertEndedBy(refused, FailureCode.DEADLINE_EXCEEDED);
        assertThat(refused.getCause().getMessage()).contains("the manager was not heard of");
    }

    @Test
    void theSourceEndedTheSession() throws Exception {
        prepare(net.prepare("m1"));
        net.h2().close();
        awaitRemoval();

        assertEndedBy(adopt(), FailureCode.TRANSFER_FAILED);
    }

    @Test
    void theSourcesDaemonDiedWhileMemoryWasToCome() throws Exception {
        serveFirstPagesOnly();
        moveUntilItRuns(MigrationMode.POST_COPY);
        net.h2().close();
        awaitRemoval();

        assertEndedBy(adopt(), FailureCode.TRANSFER_FAILED);
    }

    /** The last look at the copy finds what the kill has left of it. */
    @Test
    void itIsKilledWhileItIsLookedAt() throws Exception {
        serveFirstPagesOnly();
        moveUntilItRuns(MigrationMode.POST_COPY);
        net.h3()
                .host()
                .before(
                        "keep",
                        () -> {
                            net.h2().close();
                            awaitRemoval();
                            throw new TransshipException(
                                    FailureCode.RESTORE_FAILED, "its process is gone.");
                        });

        assertEndedBy(adopt(), FailureCode.TRANSFER_FAILED);
    }

    /** What the look finds at a copy that nobody kills is the answer itself. */
    @Test
    void itEndedByItself() throws Exception {
        moveUntilItRuns(MigrationMode.COPY);
        net.h3().host().failing("keep", FailureCode.RESTORE_FAILED);

        Failure refused = adopt();

        assertThat(refused.getCode()).isEqualTo("RESTORE_FAILED");
        assertThat(refused.hasCause()).isFalse();
    }

    @Test
    void theRestoreFailed() throws Exception {
        net.h3().host().failing("restore", FailureCode.RESTORE_FAILED);
        prepare(net.prepare("m1"));
        var _ = net.migrate("m1");
        awaitRemoval();

        assertEndedBy(adopt(), FailureCode.RESTORE_FAILED);
    }

    /** Whoever ordered it knows why. */
    @Test
    void itWasGivenUpByOrder() throws Exception {
        moveUntilItRuns(MigrationMode.COPY);
        var abort = AbortRequest.newBuilder().setMigrationId("m1").build();
        assertThat(net.target().abort(abort).getServing()).isFalse();

        Failure refused = adopt();

        assertThat(refused.getCode()).isEqualTo("MIGRATION_UNKNOWN");
        assertThat(refused.hasCause()).isFalse();
    }

    /** The next life of the daemon does not know more. */
    @Test
    void itsDaemonBeganAnew() throws Exception {
        moveUntilItRuns(MigrationMode.COPY);
        net.h3().close();
        net.h3().start();
        net.reconnect();

        Failure refused = adopt();

        assertThat(refused.getCode()).isEqualTo("MIGRATION_UNKNOWN");
        assertThat(refused.getMessage()).contains("the daemon of the target ended");
    }

    @Test
    void nobodyKnowsOfIt() throws Exception {
        assertThat(adopt().getCode()).isEqualTo("MIGRATION_UNKNOWN");
    }

    /** A renewal of the lease tells the same. */
    @Test
    void aRenewalSaysWhyThereIsNoCopyToo() throws Exception {
        prepare(net.prepare("m1").toBuilder().setLeaseMs(1).build());
        awaitRemoval();

        var renew = RenewRequest.newBuilder().setMigrationId("m1").build();
        assertEndedBy(net.target().renew(renew).getFailure(), FailureCode.DEADLINE_EXCEEDED);
    }

    private void assertEndedBy(Failure refused, FailureCode cause) {
        assertThat(refused.getCode()).isEqualTo("MIGRATION_UNKNOWN");
        assertThat(refused.getCause().getCode()).as("%s", refused).isEqualTo(cause.name());
        assertThat(refused.getMessage()).contains(refused.getCause().getMessage());
        assertThat(refused.getCause().getMend()).isEqualTo(cause.mend());
    }

    private void serveFirstPagesOnly() {
        AtomicInteger served = new AtomicInteger();
        net.h2()
                .host()
                .before(
                        "page",
                        () -> {
                            if (served.incrementAndGet() > PAGES_BEFORE) {
                                hang();
                            }
                        });
    }

    private void hang() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void prepare(PrepareRequest order) throws Exception {
        var _ = TwoDaemons.steps(net.source().prepare(order));
    }

    private void moveUntilItRuns(MigrationMode mode) throws Exception {
        prepare(net.prepare("m1", mode));
        List<MigrationEvent> moved = net.migrate("m1");
        assertThat(moved.getLast().getStep()).as("%s", moved).isEqualTo(Step.SUCCESS);
    }

    private void awaitRemoval() {
        await().atMost(PATIENCE).until(() -> !net.h3().host().has(TwoDaemons.SERVER));
    }

    private Failure adopt() throws Exception {
        var reply = net.target().adopt(AdoptRequest.newBuilder().setMigrationId("m1").build());
        assertThat(reply.hasFailure()).isTrue();
        return reply.getFailure();
    }
}
