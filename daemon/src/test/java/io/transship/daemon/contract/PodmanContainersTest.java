package io.transship.daemon.contract;

import org.junit.jupiter.api.Tag;

@Tag("real")
class PodmanContainersTest extends RuntimeContract {

    @Override
    String engine() {
        return "podman";
    }

    @Override
    String capabilities() {
        return "00000000800415fb";
    }
}
