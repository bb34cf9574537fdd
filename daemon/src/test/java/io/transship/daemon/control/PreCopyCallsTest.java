package io.transship.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.failure.FailureCode;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.testing.TwoDaemons;
import io.transship.proto.v1.AbortRequest;
import io.transship.proto.v1.MeasureReply;
import io.transship.proto.v1.MeasureRequest;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pre-copy between two daemons, call by call, on hosts whose kernels track memory. */
class PreCopyCallsTest {

    private static final int MEMORY = 3_000_000;

    @TempDir private Path folder;
    private final List<String> done = new ArrayList<>();
    private TwoDaemons net;
    private byte[] memory;

    @BeforeEach
    void begin() throws Exception {
        net = new TwoDaemons(folder);
        memory = net.startHolding(MEMORY);
        net.h2().host().before("round", this::beforeRound);
        net.h2().host().before("freeze", () -> done.add("freeze on " + where()));
    }

    @AfterEach
    void end() {
        net.close();
        assertThat(net.world().violations()).isEmpty();
    }

    /** The container goes on writing, less and less, the last bytes after the last round. */
    private void beforeRound() {
        done.add("round on " + where());
        switch (done.size()) {
            case 2 -> write(2_000_000);
            case 3 -> write(100_000);
            default -> {}
        }
    }

    private String where() {
        return String.join(",", net.world().hostsOf(TwoDaemons.SERVER));
    }

    /** Makes the first bytes of its memory different. */
    private void write(int bytes) {
        for (int i = 0; i < bytes; i++) {
            memory[i]++;
        }
        net.h2().host().write(TwoDaemons.SERVER, memory, "layer".getBytes());
    }

    @Test
    void memoryGoesAheadInRoundsAndTheFreezeHasOnlyTheRest() throws Exception {
        List<MigrationEvent> ahead = prepare();
        assertThat(ahead).extracting(MigrationEvent::getStep).contains(Step.MEMORY_AHEAD);
        assertThat(ahead.getLast().getStep()).as("%s", ahead).isEqualTo(Step.PREPARED);
        assertThat(ahead.getLast().getContentBytes()).isGreaterThan(MEMORY + 2_000_000);
        write(9000);
        List<MigrationEvent> moved = net.migrate("m1");
        net.commit();

        assertThat(moved.getLast().getStep()).as("%s", moved).isEqualTo(Step.SUCCESS);
        assertThat(moved.getLast().getStateBytes()).isBetween(9000L, 20_000L);
        assertThat(done)
                .containsExactly("round on h2", "round on h2", "round on h2", "freeze on h2");
        assertThat(where()).isEqualTo("h3");
        assertThat(net.h3().host().memory(TwoDaemons.SERVER)).isEqualTo(memory);
        assertThat(net.h2().host().has(TwoDaemons.SERVER)).isFalse();
    }

    @Test
    void aRoundThatFailsEndsTheMoveAndTheSourceGoesOn() throws Exception {
        net.h2().host().failing("round", FailureCode.CHECKPOINT_FAILED);
        List<MigrationEvent> events = prepare();

        assertThat(events.getLast().getFailure().getCode()).isEqualTo("CHECKPOINT_FAILED");
        assertServesAtTheSource();
    }

    @Test
    void aRoundThatChangedAtTheTargetIsFoundBeforeTheRestore() throws Exception {
        prepare();
        net.beforeFence(() -> net.damage("rounds-m1/1/pages-1.img"));
        List<MigrationEvent> events = net.migrate("m1");

        assertThat(events.getLast().getFailure().getCode())
                .as("%s", events)
                .isEqualTo("DIGEST_MISMATCH");
        assertThat(net.h3().host().has(TwoDaemons.SERVER)).isFalse();
        assertServesAtTheSource();
    }

    /** The kernel's marks would be cleared by it, and what was written would not be sent. */
    @Test
    void nobodyMeasuresHowFastMemoryChangesBetweenRounds() throws Exception {
        assertThat(measure().getDirtyBytesPerSecond()).isNotNegative();
        prepare();

        assertThat(measure().getDirtyBytesPerSecond()).isEqualTo(-1);
        assertServesAtTheSource();
    }

    private MeasureReply measure() throws Exception {
        return net.source()
                .measure(
                        MeasureRequest.newBuilder()
                                .setContainer(TwoDaemons.SERVER.name())
                                .setIntervalMs(1)
                                .build());
    }

    private List<MigrationEvent> prepare() throws Exception {
        return TwoDaemons.events(net.source().prepare(net.prepare("m1", MigrationMode.PRE_COPY)));
    }

    private void assertServesAtTheSource() throws Exception {
        net.source().abort(AbortRequest.newBuilder().setMigrationId("m1").build());
        assertThat(where()).isEqualTo("h2");
        assertThat(Arrays.equals(net.h2().host().memory(TwoDaemons.SERVER), memory)).isTrue();
    }
}
