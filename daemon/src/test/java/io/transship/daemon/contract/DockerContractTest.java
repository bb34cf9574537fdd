package io.transship.daemon.contract;

import org.junit.jupiter.api.Tag;

@Tag("real")
class DockerContractTest extends MigrationContract {

    @Override
    String engine() {
        return "docker";
    }
}
