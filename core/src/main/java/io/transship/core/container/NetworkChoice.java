package io.transship.core.container;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a container is on the network.
 *
 * @param name empty: with an address of its own on the data network; "host": with the host's own,
 *     reached at a service address that the switches rewrite; else the engine's user-defined bridge
 *     of that name
 */
public record NetworkChoice(String name) {

    private static final String HOST = "host";
    private static final Pattern USER_BRIDGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    /** The engines' own networks: what is on them has no address that could move. */
    private static final Set<String> WITHOUT_FIXED_ADDRESSES =
            Set.of("none", "bridge", "default", "podman", "slirp4netns", "pasta", "private");

    /** An address of its own on the data network. */
    public static final NetworkChoice OWN = new NetworkChoice("");

    /** Checks that the name can be a network's, and that of one with addresses of its own. */
    public NetworkChoice {
        if (!name.isEmpty() && !USER_BRIDGE.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a network");
        }
        if (WITHOUT_FIXED_ADDRESSES.contains(name)) {
            throw new IllegalArgumentException(
                    "a container of the network '%s' has no address that could move with it;"
                                    .formatted(name)
                            + " leave the network out, or name a user-defined bridge");
        }
    }

    /** Whether it has the host's network. */
    public boolean isHost() {
        return name.equals(HOST);
    }

    /** The user-defined bridge that it is on, if it is on one. */
    public Optional<String> userBridge() {
        return name.isEmpty() || isHost() ? Optional.empty() : Optional.of(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
