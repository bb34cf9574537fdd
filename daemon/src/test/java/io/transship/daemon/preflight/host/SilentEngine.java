package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.runtime.inspection.ContainerFacts;
import io.transship.daemon.runtime.inspection.EngineFacts;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.runtime.inspection.NetworkFacts;
import java.nio.file.Path;
import java.util.Optional;

/** One that does not answer. */
final class SilentEngine implements EngineInspection {
    @Override
    public EngineFacts engine() {
        throw new TransshipException(FailureCode.ENGINE_FAILED, "GET /info failed");
    }

    @Override
    public Optional<ContainerFacts> container(String name) {
        throw new TransshipException(FailureCode.ENGINE_FAILED, "GET failed");
    }

    @Override
    public Optional<Path> volume(String name) {
        throw new TransshipException(FailureCode.ENGINE_FAILED, "GET failed");
    }

    @Override
    public Optional<NetworkFacts> network(String name) {
        throw new TransshipException(FailureCode.ENGINE_FAILED, "GET failed");
    }
}
