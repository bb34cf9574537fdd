package io.transship.daemon.contract;

import org.junit.jupiter.api.Tag;

@Tag("real")
class DockerContainersTest extends RuntimeContract {

    @Override
    String engine() {
        return "docker";
    }

    @Override
    String capabilities() {
        return "00000000a00435fb";
    }
}
