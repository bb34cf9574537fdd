package io.transship.daemon.checkpoint;

import java.util.List;

/**
 * This host's container engine, ready for managed containers.
 *
 * @param engine what sessions work with
 * @param versions what runs here
 * @param abilities what it can do, in the protocol's words ("docker", "mode:copy")
 */
public record HostEngine(Engine engine, Versions versions, List<String> abilities) {

    /** Copies the list. */
    public HostEngine {
        abilities = List.copyOf(abilities);
    }
}
