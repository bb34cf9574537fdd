package io.transship.daemon.contract;

import org.junit.jupiter.api.Tag;

@Tag("real")
class PodmanContractTest extends MigrationContract {

    @Override
    String engine() {
        return "podman";
    }
}
