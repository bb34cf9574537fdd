package io.transship.daemon.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.harness.Shell;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
class DockerContractTest extends MigrationContract {

    @Override
    String engine() {
        return "docker";
    }

    /** Whether rounds are possible is the kernel's affair: where they are not, they are refused. */
    @Test
    void memoryGoesAheadInRoundsWhereTheKernelTracksItAndElseTheSourceServesOn() {
        boolean tracked = h2.must("exec criu check --feature mem_dirty_track").startsWith("0 ");
        for (Shell machine : new Shell[] {h2, h3}) {
            machine.must("mode pre-copy");
        }
        try {
            String migration = prepare(h2, h3);
            if (tracked) {
                carry(migration, 1);
                carry(migration, 2);
                freezeAndDump(migration, h2);
                restoreAndCommit(migration, h2, h3);
                assertServesOnly(h3, h2);
            } else {
                assertThat(h2.ask("round " + migration + " c1 1 " + round(1)))
                        .startsWith("CHECKPOINT_FAILED: round 1 of the memory of 'c1'");
                rollBack(migration);
                assertServesOnly(h2, h3);
            }
        } finally {
            for (Shell machine : new Shell[] {h2, h3}) {
                machine.must("mode copy");
            }
        }
    }

    private void carry(String migration, int round) {
        h2.must("round %s c1 %d %s".formatted(migration, round, round(round)));
        h3.must("take-round %s c1 %d %s".formatted(migration, round, round(round)));
    }

    private String round(int number) {
        return network.exchange() + "/round-" + number;
    }
}
