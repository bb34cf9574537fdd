package io.transship.daemon.runtime.inspection;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an engine shows of itself and of its containers; changes nothing, and works before a daemon
 * could start. Failures are ENGINE_FAILED. Thread-safe.
 */
public interface EngineInspection {

    /** The engine. */
    EngineFacts engine();

    /** A container of that name, managed or not. */
    Optional<ContainerFacts> container(String name);

    /** Where the files of the volume of that name are, if there is one. */
    Optional<Path> volume(String name);

    /** A network of that name. */
    Optional<NetworkFacts> network(String name);
}
