package io.transship.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusException;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.TwoDaemons;
import io.transship.proto.v1.AbortReply;
import io.transship.proto.v1.AbortRequest;
import io.transship.proto.v1.AwaitReply;
import io.transship.proto.v1.AwaitRequest;
import io.transship.proto.v1.CommitRequest;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.RenewRequest;
import io.transship.proto.v1.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration between two daemons, call by call (thesis 4.2). */
class MigrationCallsTest {

    @TempDir private Path folder;
    private TwoDaemons net;

    @BeforeEach
    void begin() {
        net = new TwoDaemons(folder);
    }

    @AfterEach
    void end() {
        net.close();
        assertThat(net.world().violations()).isEmpty();
    }

    @Test
    void aMigrationCarriesImageLayerAndMemory() throws Exception {
        byte[] memory = new byte[3_000_000];
        new Random(1).nextBytes(memory);
        byte[] layer = "layer".getBytes();
        net.start();
        net.h2().host().write(TwoDaemons.SERVER, memory, layer);

        List<Step> ahead = TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        List<MigrationEvent> moved = net.migrate("m1");
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
        net.commit();

        assertThat(ahead).contains(Step.IMAGE_AHEAD, Step.LAYER_AHEAD).endsWith(Step.PREPARED);
        assertThat(moved)
                .extracting(MigrationEvent::getStep)
                .contains(Step.FROZEN, Step.DUMPED, Step.TRANSFERRED)
                .endsWith(Step.SUCCESS);
        MigrationEvent success = moved.getLast();
        assertThat(success.getStateBytes()).isEqualTo(3_000_000 + "server-1".length());
        assertThat(success.getContentBytes())
                .isEqualTo(300_000 + "\0\1/".length() + layer.length + success.getStateBytes());
        assertThat(success.getMovedBytes())
                .as("the image is compressed, memory and layer are noise")
                .isBetween(success.getContentBytes() - 300_000, success.getContentBytes());
        assertThat(net.h3().host().memory(TwoDaemons.SERVER)).isEqualTo(memory);
        assertThat(net.h3().host().layer(TwoDaemons.SERVER)).isEqualTo(layer);
        assertThat(net.h2().host().has(TwoDaemons.SERVER)).isFalse();
    }

    @Test
    void theTargetSaysItselfWhetherItsCopyRuns() throws Exception {
        AwaitRequest request = AwaitRequest.newBuilder().setMigrationId("m1").build();
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        CompletableFuture<AwaitReply> word = CompletableFuture.supplyAsync(() -> await(request));
        net.migrate("m1");

        assertThat(word.join().hasFailure()).isFalse();
        assertThat(await(request).hasFailure()).as("asked again").isFalse();

        net.target().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
        assertThat(await(request).getFailure().getCode()).isEqualTo("MIGRATION_UNKNOWN");
        net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
    }

    @Test
    void whoWaitsForACopyThatIsGivenUpIsTold() throws Exception {
        AwaitRequest request = AwaitRequest.newBuilder().setMigrationId("m1").build();
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        CompletableFuture<AwaitReply> word = CompletableFuture.supplyAsync(() -> await(request));

        net.target().abort(AbortRequest.newBuilder().setMigrationId("m1").build());

        assertThat(word.join().getFailure().getCode()).isEqualTo("MIGRATION_UNKNOWN");
        net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
    }

    private AwaitReply await(AwaitRequest request) {
        try {
            return net.target().await(request);
        } catch (StatusException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLayerThatChangedMeanwhileIsSentAgain() throws Exception {
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        net.h2().host().write(TwoDaemons.SERVER, new byte[10], "newer".getBytes());

        net.migrate("m1");
        net.commit();

        assertThat(net.h3().host().layer(TwoDaemons.SERVER)).isEqualTo("newer".getBytes());
    }

    @Test
    void whatItPrintedMovesWithIt() throws Exception {
        net.start();
        net.h2().host().print(TwoDaemons.SERVER, "before\n");
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        net.h2().host().print(TwoDaemons.SERVER, "meanwhile\n");

        net.migrate("m1");
        net.commit();

        assertThat(net.h3().host().log(TwoDaemons.SERVER)).isEqualTo("before\nmeanwhile\n");
    }

    @Test
    void anAbortedMigrationLeavesTheSourceServing() throws Exception {
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        net.migrate("m1");

        AbortReply dead =
                net.target().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
        AbortReply serving =
                net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());

        assertThat(dead.getServing()).isFalse();
        assertThat(dead.hasFailure()).isFalse();
        assertThat(serving.getServing()).isTrue();
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
        assertThat(net.h3().host().has(TwoDaemons.SERVER)).isFalse();
    }

    @Test
    void afterAnAbortTheTargetCantBeCommitted() throws Exception {
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        net.migrate("m1");
        net.target().abort(AbortRequest.newBuilder().setMigrationId("m1").build());

        var reply = net.target().commit(CommitRequest.newBuilder().setMigrationId("m1").build());

        assertThat(reply.getFailure().getCode()).isEqualTo("MIGRATION_UNKNOWN");
        net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
    }

    @Test
    void afterACommitTheTargetCantBeAborted() throws Exception {
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        net.migrate("m1");
        net.commit();

        var reply = net.target().abort(AbortRequest.newBuilder().setMigrationId("m1").build());

        assertThat(reply.getServing()).isTrue();
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
    }

    /** The manager goes back when the lease is over; nobody asks the target a second time. */
    @Test
    void aTargetWhoseEngineIsDownRemovesItsCopyWhenItIsBack() throws Exception {
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        net.h3().host().failing("abort-target", FailureCode.ENGINE_FAILED);
        var reply = net.target().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
        assertThat(reply.getFailure().getCode()).isEqualTo("ENGINE_FAILED");
        assertThat(net.h3().host().has(TwoDaemons.SERVER)).isTrue();

        net.h3().host().healthy();

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !net.h3().host().has(TwoDaemons.SERVER));
        net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
    }

    @Test
    void withoutAWordFromTheManagerTheCopyDies() throws Exception {
        net.start();
        TwoDaemons.steps(
                net.source().prepare(net.prepare("m1").toBuilder().setLeaseMs(5_000).build()));
        net.migrate("m1");

        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty());
        var commit = net.target().commit(CommitRequest.newBuilder().setMigrationId("m1").build());
        assertThat(commit.getFailure().getCode()).isEqualTo("MIGRATION_UNKNOWN");
        net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
    }

    @Test
    void aRestoreWhoseLeaseRanOutSaysThatAndNotThatTheEngineFailed() throws Exception {
        net.start();
        TwoDaemons.steps(
                net.source().prepare(net.prepare("m1").toBuilder().setLeaseMs(5_000).build()));
        net.h3()
                .host()
                .before(
                        "restore",
                        () -> {
                            awaitEndOfLease();
                            throw new TransshipException(
                                    FailureCode.RESTORE_FAILED, "its start was ended.");
                        });

        List<MigrationEvent> events = net.migrate("m1");

        assertThat(events.getLast().getFailure().getCode()).isEqualTo("DEADLINE_EXCEEDED");
        net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
    }

    private void awaitEndOfLease() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                net.target()
                                        .renew(
                                                RenewRequest.newBuilder()
                                                        .setMigrationId("m1")
                                                        .build())
                                        .hasFailure());
    }

    @Test
    void aFailedDumpLetsTheContainerGoOnAtOnce() throws Exception {
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        net.h2().host().failing("dump", FailureCode.CHECKPOINT_FAILED);

        List<MigrationEvent> events = net.migrate("m1");

        assertThat(events.getLast().getStep()).isEqualTo(Step.FAILED);
        assertThat(events.getLast().getFailure().getFamily()).isEqualTo(1);
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
    }

    @Test
    void aFailedRestoreIsTheReceiversError() throws Exception {
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        net.h3().host().failing("restore", FailureCode.RESTORE_FAILED);

        List<MigrationEvent> events = net.migrate("m1");

        assertThat(events.getLast().getFailure().getFamily()).isEqualTo(4);
        assertThat(net.h3().host().has(TwoDaemons.SERVER)).isFalse();
        net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
    }

    @Test
    void twoMigrationsOfOneContainerExcludeEachOther() throws Exception {
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));

        List<MigrationEvent> second = TwoDaemons.events(net.source().prepare(net.prepare("m2")));

        assertThat(second.getLast().getFailure().getCode()).isEqualTo("MIGRATION_IN_PROGRESS");
    }

    @Test
    void aMigrationThatWasAbortedBeforeItBeganCantBegin() throws Exception {
        net.start();
        net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());

        List<MigrationEvent> events = TwoDaemons.events(net.source().prepare(net.prepare("m1")));

        assertThat(events.getLast().getFailure().getCode()).isEqualTo("MIGRATION_UNKNOWN");
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
    }

    @Test
    void callsOfAMigrationMayBeRepeated() throws Exception {
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        assertThat(TwoDaemons.steps(net.source().prepare(net.prepare("m1"))))
                .containsExactly(Step.PREPARED);
        net.migrate("m1");
        assertThat(net.migrate("m1").getLast().getStep()).isEqualTo(Step.SUCCESS);
        net.commit();
        net.commit();

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
    }

    @Test
    void aTargetThatDiedKillsItsCopyWhenItComesBack() throws Exception {
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        net.migrate("m1");
        net.h3().close();
        net.h3().start();
        net.reconnect();

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
        assertThat(
                        net.target()
                                .commit(CommitRequest.newBuilder().setMigrationId("m1").build())
                                .getFailure()
                                .getCode())
                .isEqualTo("MIGRATION_UNKNOWN");
        net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
    }

    @Test
    void aSourceThatDiedWaitsForTheManagersWord() throws Exception {
        net.start();
        TwoDaemons.steps(net.source().prepare(net.prepare("m1")));
        net.migrate("m1");
        net.h2().close();
        net.h2().start();
        net.reconnect();

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
        net.commit();
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h3");
        assertThat(net.h2().host().has(TwoDaemons.SERVER)).isFalse();
    }
}
