package io.transship.daemon.contract;

import org.junit.jupiter.api.Tag;

/** Docker that was not told of our OCI runtime, by its own checkpoints. */
@Tag("real")
class StockContractTest extends MigrationContract {

    @Override
    String engine() {
        return "docker-stock";
    }

    /** Docker takes the files out of its own store; it is not CRIU that fails. */
    @Override
    String reasonOfAFullDisk() {
        return "no space left";
    }
}
