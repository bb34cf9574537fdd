package io.transship.daemon.contract;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Docker that was not told of our OCI runtime, by its own checkpoints. */
@Tag("real")
class StockContractTest extends MigrationContract {

    @Override
    String engine() {
        return "docker-stock";
    }

    @Test
    void aContainerThatEndsAfterItsDumpComesBackFromIt() {
        String migration = prepare(h2, h3);
        freezeAndDump(migration, h2);
        h2.must("cli kill c1");
        await().atMost(Duration.ofSeconds(20)).until(() -> h2.must("state c1").equals("exited"));
        rollBack(migration);
        assertServesOnly(h2, h3);
    }

    /** Docker takes the files out of its own store; it is not CRIU that fails. */
    @Override
    String reasonOfAFullDisk() {
        return "no space left";
    }
}
