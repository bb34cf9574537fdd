package io.transship.daemon.session.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.testing.MemoryHost;
import io.transship.daemon.testing.MemoryWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CopyGuardTest {

    private static final ContainerId SERVER = new ContainerId("server-1");

    @TempDir private Path folder;

    /** Its answer would be late, and a token that comes late extends nothing. */
    @Test
    void aRenewalDoesNotWaitForAnEngineThatDoesNotAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        MemoryHost host = new MemoryHost("h3", new MemoryWorld(), folder);
        host.before(
                "find",
                () -> {
                    asked.countDown();
                    await(answers);
                });
        CopyGuard guard = new CopyGuard(host.engine(), new MigrationId("m1"), () -> false);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try {
            Lease lease = new Lease(System::nanoTime, Duration.ofMinutes(5), scheduler, _ -> {});
            CompletableFuture<Void> beginning =
                    CompletableFuture.runAsync(
                            () -> guard.begin(SERVER, lease), Thread::startVirtualThread);
            await(asked);

            CompletableFuture<Void> renewal =
                    CompletableFuture.runAsync(
                            () -> guard.extend(lease), Thread::startVirtualThread);

            renewal.get(30, TimeUnit.SECONDS);
            assertThat(beginning).isNotDone();
            answers.countDown();
            beginning.get(30, TimeUnit.SECONDS);
        } finally {
            answers.countDown();
            scheduler.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
