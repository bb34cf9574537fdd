package io.transship.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.daemon.testing.TwoDaemons;
import io.transship.daemon.transfer.TransferSender;
import io.transship.proto.v1.AbortRequest;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session is remembered for long; the megabytes of its connections are not. */
class DecidedSessionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    @Test
    void aCommittedSourceHasNoBuffersAnyMore() throws Exception {
        try (TwoDaemons daemons = new TwoDaemons(folder)) {
            daemons.start();
            var _ = TwoDaemons.steps(daemons.source().prepare(daemons.prepare("m1")));
            var _ = daemons.migrate("m1");
            assertThat(senders()).as("the migration is under way").isPositive();

            daemons.commit();

            await().atMost(PATIENCE).until(() -> senders() == 0);
        }
    }

    @Test
    void anAbortedSourceHasNoBuffersAnyMore() throws Exception {
        try (TwoDaemons daemons = new TwoDaemons(folder)) {
            daemons.start();
            var _ = TwoDaemons.steps(daemons.source().prepare(daemons.prepare("m1")));
            assertThat(senders()).as("the migration is under way").isPositive();

            var abort = AbortRequest.newBuilder().setMigrationId("m1").build();
            assertThat(daemons.target().abort(abort).getServing()).isFalse();
            assertThat(daemons.source().abort(abort).getServing()).isTrue();

            await().atMost(PATIENCE).until(() -> senders() == 0);
        }
    }

    /** Of what can be reached; the JVM collects all else before it counts. */
    private static long senders() throws Exception {
        String histogram =
                (String)
                        ManagementFactory.getPlatformMBeanServer()
                                .invoke(
                                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                        "gcClassHistogram",
                                        new Object[] {new String[0]},
                                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(
                        words ->
                                words.length > 3 && words[3].equals(TransferSender.class.getName()))
                .mapToLong(words -> Long.parseLong(words[1]))
                .sum();
    }
}
