package io.transship.daemon.control;

import java.util.List;

/**
 * What a daemon says of itself.
 *
 * @param abilities "docker", "mode:copy", …
 * @param engine the engine's version
 * @param criu CRIU's version
 * @param kernel the kernel's release
 * @param dataAddress where it takes bulk bytes
 * @param bridgeMac the host's own MAC address on the data network; may be empty
 */
public record DaemonInfo(
        List<String> abilities,
        String engine,
        String criu,
        String kernel,
        String dataAddress,
        String bridgeMac) {

    /** Copies the list. */
    public DaemonInfo {
        abilities = List.copyOf(abilities);
    }
}
