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

    /** The kernel rounds up to pages of them. */
    private static final String USUAL = "4096";

    private static final int FEWER = 1024;

    @TempDir private Path folder;
    private String rcu = "";
    private String buckets = "";

    @BeforeEach
    void remember() throws IOException {
        rcu = read(RCU);
        buckets = read(BUCKETS);
        // What is on already would not be set back.
        Files.writeString(RCU, "0");
        Files.writeString(BUCKETS, USUAL);
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
            assertThat(seen()).isEqualTo("0 " + FEWER);
            for (String call : List.of("prepare-source", "freeze")) {
                net.h2().host().before(call, () -> seen.add(call + " " + seen()));
            }
            MigrationEvent prepared =
                    TwoDaemons.events(net.source().prepare(net.prepare("m1"))).getLast();
            assertThat(prepared.getStep()).isEqualTo(Step.PREPARED);
            assertThat(net.migrate("m1").getLast().getStep()).isEqualTo(Step.SUCCESS);
            net.commit();

            assertThat(seen).containsExactly("prepare-source 1 " + FEWER, "freeze 1 " + FEWER);
            assertThat(seen()).isEqualTo("0 " + FEWER);
        }
        assertThat(seen()).isEqualTo("0 " + USUAL);
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
                                Integer.toString(FEWER))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader words = killed.inputReader(StandardCharsets.UTF_8)) {
            assertThat(words.readLine()).isEqualTo("tuned");
        } finally {
            killed.destroyForcibly().waitFor();
        }
        assertThat(seen()).isEqualTo("1 " + FEWER);

        try (Tuning _ = Tuning.of(TuningSettings.OFF, ROOT, notes())) {
            assertThat(seen()).isEqualTo("0 " + USUAL);
        }
        assertThat(notes()).isEmptyDirectory();
    }

    private TuningSettings both() {
        return new TuningSettings(true, FEWER);
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
        return KernelFile.read(file).strip();
    }
}
