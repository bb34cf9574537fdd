package io.transship.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.daemon.testing.MemoryDaemon;
import io.transship.daemon.testing.TwoDaemons;
import io.transship.proto.v1.AbortRequest;
import io.transship.proto.v1.AdoptRequest;
import io.transship.proto.v1.ContainerSpec;
import io.transship.proto.v1.PagesRequest;
import io.transship.proto.v1.StartRequest;
import io.transship.proto.v1.Step;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon does for its containers after its host has started anew. */
class ReviveTest {

    /** More than is sent ahead, so that a post-copy has to ask. */
    private static final int MEMORY = 3_000_000;

    @TempDir private Path folder;
    private Path marker;
    private TwoDaemons net;

    @BeforeEach
    void begin() throws Exception {
        marker = folder.resolve("revived");
        net = new TwoDaemons(folder);
        net.startHolding(MEMORY);
    }

    @AfterEach
    void end() {
        net.close();
        assertThat(net.world().violations()).isEmpty();
    }

    @Test
    void aContainerThatIsToRunAlwaysIsStartedAgain() {
        powerCut();
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();

        net.h2().reviveOnce(marker);

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
        assertThat(marker).exists();
    }

    @Test
    void oneThatIsNotToRunAlwaysIsLeftAlone() throws Exception {
        ContainerSpec job = net.spec().toBuilder().setName("job").setRestartPolicy("no").build();
        var reply = net.source().start(StartRequest.newBuilder().setSpec(job).build());
        assertThat(reply.hasFailure()).isFalse();
        powerCut();

        net.h2().reviveOnce(marker);

        assertThat(net.world().hostsOf(new ContainerId("job"))).isEmpty();
    }

    /** Somebody may have stopped it meanwhile; only a start of the host starts it. */
    @Test
    void aDaemonThatStartsAnewOnTheSameHostStartsNothing() {
        net.h2().reviveOnce(marker);
        net.h2().host().powerCut();

        net.h2().reviveOnce(marker);

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
    }

    /** The copy at the target may be the container by now: only the manager knows. */
    @Test
    void oneThatWasMovingWaitsForTheManagersWord() throws Exception {
        assertThat(TwoDaemons.steps(net.source().prepare(net.prepare("m1"))))
                .endsWith(Step.PREPARED);
        powerCut();

        net.h2().reviveOnce(marker);

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
        var reply =
                net.source()
                        .abort(
                                AbortRequest.newBuilder()
                                        .setMigrationId("m1")
                                        .setContainer(TwoDaemons.SERVER.name())
                                        .build());
        assertThat(reply.hasFailure()).isFalse();
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
    }

    /** Whatever began anew in its place would be taken for it. */
    @Test
    void aPostCopyThatHadNotAllOfItsMemoryIsLost() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        net.h2().host().before("page", () -> await(never));
        assertThat(
                        TwoDaemons.steps(
                                net.source().prepare(net.prepare("m1", MigrationMode.POST_COPY))))
                .endsWith(Step.PREPARED);
        net.migrate("m1");
        var adopted = net.target().adopt(AdoptRequest.newBuilder().setMigrationId("m1").build());
        assertThat(adopted.hasFailure()).isFalse();
        var fetching = net.target().pages(PagesRequest.newBuilder().setMigrationId("m1").build());
        assertThat(fetching.hasFailure()).isFalse();
        assertThat(fetching.getComplete()).as("else nothing can be lost").isFalse();
        powerCut(net.h3());

        net.h3().reviveOnce(marker);

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
        assertThat(net.h3().host().has(TwoDaemons.SERVER)).isFalse();
        var asked = net.target().pages(PagesRequest.newBuilder().setMigrationId("m1").build());
        assertThat(asked.getFailure().getCode()).isEqualTo("POSTCOPY_LOST");
        never.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            var _ = latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void powerCut() {
        powerCut(net.h2());
    }

    private void powerCut(MemoryDaemon daemon) {
        daemon.close();
        daemon.host().powerCut();
        daemon.start();
        net.reconnect();
    }
}
