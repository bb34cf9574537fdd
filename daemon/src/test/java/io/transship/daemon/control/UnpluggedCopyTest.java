package io.transship.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.migration.MigrationMode;
import io.transship.daemon.testing.TwoDaemons;
import io.transship.proto.v1.AbortRequest;
import io.transship.proto.v1.AdoptReply;
import io.transship.proto.v1.AdoptRequest;
import io.transship.proto.v1.CommitRequest;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.PagesReply;
import io.transship.proto.v1.PagesRequest;
import io.transship.proto.v1.PrepareRequest;
import io.transship.proto.v1.RenewRequest;
import io.transship.proto.v1.Step;
import io.transship.proto.v1.StopRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where no switch can hold, nobody reaches the copy before it is adopted: its port stays out of the
 * bridge. A host counts as running the container when it runs plugged in.
 */
class UnpluggedCopyTest {

    @TempDir private Path folder;
    private TwoDaemons net;
    private byte[] memory;

    /** What dies in the middle of a call takes the call along. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void begin() throws Exception {
        net = new TwoDaemons(folder);
        memory = new byte[50_000];
        new Random(1).nextBytes(memory);
        net.start();
        net.h2().host().write(TwoDaemons.SERVER, memory, "layer".getBytes());
    }

    @AfterEach
    void end() {
        net.close();
        assertThat(net.world().violations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = MigrationMode.class,
            names = {"COPY", "PAGE_SERVER", "POST_COPY"})
    void theCopyIsPluggedInWhenItIsAdoptedAndOnce(MigrationMode mode) throws Exception {
        AtomicInteger plugged = countPlugs();
        moveUntilItRuns(mode);
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
        assertThat(plugged).hasValue(0);

        assertThat(adopt().hasFailure()).isFalse();
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
        assertThat(adopt().hasFailure()).isFalse();
        var committed = CommitRequest.newBuilder().setMigrationId("m1").build();
        assertThat(net.target().commit(committed).hasFailure()).isFalse();
        await().atMost(Duration.ofSeconds(60)).until(() -> pages().getComplete());
        net.commit();
        assertThat(adopt().hasFailure()).as("asked once more, when all is done").isFalse();

        assertThat(plugged).hasValue(1);
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
    }

    @Test
    void aSourceThatWasLeftRunningStopsBeforeTheCopyIsPluggedIn() throws Exception {
        moveUntilItRuns(MigrationMode.LEAVE_RUNNING);
        var _ = net.source().stop(StopRequest.newBuilder().setMigrationId("m1").build());
        var fenced = RenewRequest.newBuilder().setMigrationId("m1").setFenced(true).build();
        assertThat(net.target().renew(fenced).hasFailure()).isFalse();
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();

        assertThat(adopt().hasFailure()).isFalse();

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
        net.commit();
    }

    @Test
    void anAbortKillsTheCopyThatNobodyReached() throws Exception {
        AtomicInteger plugged = countPlugs();
        moveUntilItRuns(MigrationMode.COPY);

        var abort = AbortRequest.newBuilder().setMigrationId("m1").build();
        assertThat(net.target().abort(abort).getServing()).isFalse();
        assertThat(net.source().abort(abort).getServing()).isTrue();

        assertThat(plugged).hasValue(0);
        assertSourceServes();
    }

    @Test
    void aDaemonThatDiesBeforeTheAdoptionHasShownItsCopyToNobody() throws Exception {
        AtomicInteger plugged = countPlugs();
        moveUntilItRuns(MigrationMode.COPY);
        net.h3().close();
        net.h3().start();
        net.reconnect();

        assertThat(adopt().getFailure().getCode()).isEqualTo("MIGRATION_UNKNOWN");
        var abort = AbortRequest.newBuilder().setMigrationId("m1").build();
        assertThat(net.source().abort(abort).getServing()).isTrue();

        assertThat(plugged).hasValue(0);
        assertThat(net.h3().host().has(TwoDaemons.SERVER)).isFalse();
        assertSourceServes();
    }

    /** The journal says that the copy is the container, and that its port was to wait for that. */
    @Test
    void aDaemonThatDiesBetweenTheJournalAndThePortPlugsItInWhenItComesBack() throws Exception {
        moveUntilItRuns(MigrationMode.COPY);
        net.h3()
                .host()
                .before(
                        "plug",
                        () -> {
                            net.h3().close();
                            throw new Death();
                        });
        try {
            var _ = adopt();
        } catch (io.grpc.StatusException e) {
            assertThat(e).as("the call died with its daemon").isNotNull();
        }
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();

        net.h3().host().healthy();
        net.h3().start();
        net.reconnect();

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
        assertThat(adopt().hasFailure()).isFalse();
        net.commit();
        assertThat(net.h3().host().memory(TwoDaemons.SERVER)).isEqualTo(memory);
    }

    private AtomicInteger countPlugs() {
        AtomicInteger plugs = new AtomicInteger();
        net.h3().host().before("plug", plugs::incrementAndGet);
        return plugs;
    }

    private void moveUntilItRuns(MigrationMode mode) throws Exception {
        PrepareRequest order = net.prepare("m1", mode).toBuilder().setPlugAtAdoption(true).build();
        assertThat(TwoDaemons.steps(net.source().prepare(order))).endsWith(Step.PREPARED);
        List<MigrationEvent> moved = net.migrate("m1");
        assertThat(moved.getLast().getStep()).as("%s", moved).isEqualTo(Step.SUCCESS);
    }

    private AdoptReply adopt() throws Exception {
        return net.target().adopt(AdoptRequest.newBuilder().setMigrationId("m1").build());
    }

    private PagesReply pages() throws Exception {
        return net.target().pages(PagesRequest.newBuilder().setMigrationId("m1").build());
    }

    private void assertSourceServes() {
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
        assertThat(net.h2().host().memory(TwoDaemons.SERVER)).isEqualTo(memory);
    }
}
