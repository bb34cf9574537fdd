package io.transship.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.testing.TwoDaemons;
import io.transship.proto.v1.PrepareRequest;
import io.transship.proto.v1.RenewRequest;
import io.transship.proto.v1.StartRequest;
import io.transship.proto.v1.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A manager's sign of life is answered, whatever else holds the daemon up. */
@Timeout(120)
class RenewalTest {

    private static final String OTHER = "other-1";

    @TempDir private Path folder;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private TwoDaemons net;

    @BeforeEach
    void begin() {
        net = new TwoDaemons(folder);
    }

    @AfterEach
    void end() {
        answers.countDown();
        net.close();
        threads.shutdownNow();
    }

    @Test
    void anotherMigrationWhoseEngineDoesNotAnswerHoldsUpNoLease() throws Exception {
        net.start();
        assertThat(TwoDaemons.steps(net.source().prepare(net.prepare("m1"))))
                .endsWith(Step.PREPARED);
        Future<List<Step>> second = beginSecond();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        var reply =
                net.target()
                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                        .renew(RenewRequest.newBuilder().setMigrationId("m1").build());

        assertThat(reply.hasFailure()).isFalse();
        assertThat(second).isNotDone();
        answers.countDown();
        assertThat(second.get(60, TimeUnit.SECONDS)).endsWith(Step.PREPARED);
    }

    /** It comes to h3 and waits there for the engine. */
    private Future<List<Step>> beginSecond() throws Exception {
        var reply =
                net.source()
                        .start(
                                StartRequest.newBuilder()
                                        .setSpec(net.spec().toBuilder().setName(OTHER))
                                        .build());
        assertThat(reply.hasFailure()).isFalse();
        net.h3()
                .host()
                .before(
                        "find",
                        () -> {
                            asked.countDown();
                            await();
                        });
        PrepareRequest order = net.prepare("m2").toBuilder().setContainer(OTHER).build();
        return threads.submit(() -> TwoDaemons.steps(net.source().prepare(order)));
    }

    private void await() {
        try {
            assertThat(answers.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
