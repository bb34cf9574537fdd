package io.transship.daemon.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.testing.TwoDaemons;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings on this machine's own kernel, which is afterwards what it was. */
@Tag("real")
class MachineTuningTest {

    private static final Path ROOT = Path.of("/");
    private static final Path RCU = ROOT.resolve(TuningSettings.RCU_EXPEDITED);
    private static final Path BUCKETS = ROOT.resolve(TuningSettings.CONNTRACK_BUCKETS);

    @TempDir private Path folder;
    private String rcu = "";
    private String buckets = "";
    private int fewer;

    @BeforeEach
    void remember() throws IOException {
        rcu = read(RCU);
        buckets = read(BUCKETS);
        fewer = Integer.parseInt(buckets) / 2;
        // As a machine is: what is on already would not be set back.
        Files.writeString(RCU, "0");
    }

    @AfterEach
    void setBack() throws IOException {
        Files.writeString(RCU, rcu);
        Files.writeString(BUCKETS, buckets);
    }

    @Test
    void theMachineIsTunedWhileAContainerMovesAndNoLonger() throws Exception {
        List<String> seen = new ArrayList<>();
        try (TwoDaemons net = new TwoDaemons(folder)) {
            net.h2().close();
            net.h2().tuned(() -> Tuning.of(both(), ROOT, notes()));
            net.h2().start();
            net.reconnect();
            net.start();
            assertThat(seen()).isEqualTo("0 " + fewer);
            for (String call : List.of("prepare-source", "freeze")) {
                net.h2().host().before(call, () -> seen.add(call + " " + seen()));
            }
            MigrationEvent prepared =
                    TwoDaemons.events(net.source().prepare(net.prepare("m1"))).getLast();
            assertThat(prepared.getStep()).isEqualTo(Step.PREPARED);
            assertThat(net.migrate("m1").getLast().getStep()).isEqualTo(Step.SUCCESS);
            net.commit();

            assertThat(seen).containsExactly("prepare-source 1 " + fewer, "freeze 1 " + fewer);
            assertThat(seen()).isEqualTo("0 " + fewer);
        }
        assertThat(seen()).isEqualTo("0 " + buckets);
    }

    @Test
    void theNextDaemonSetsBackWhatOneLeftThatWasKilledInAMove() throws Exception {
        Process killed =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                TunedProgram.class.getName(),
                                notes().toString(),
                                Integer.toString(fewer))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader words = killed.inputReader(StandardCharsets.UTF_8)) {
            assertThat(words.readLine()).isEqualTo("tuned");
        } finally {
            killed.destroyForcibly().waitFor();
        }
        assertThat(seen()).isEqualTo("1 " + fewer);

        try (Tuning _ = Tuning.of(TuningSettings.OFF, ROOT, notes())) {
            assertThat(seen()).isEqualTo("0 " + buckets);
        }
        assertThat(notes()).isEmptyDirectory();
    }

    private TuningSettings both() {
        return new TuningSettings(true, fewer);
    }

    private Path notes() {
        return folder.resolve("tuning");
    }

    private static String seen() {
        try {
            return read(RCU) + " " + read(BUCKETS);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
