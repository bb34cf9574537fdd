package io.transship.daemon.checkpoint.memory;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * One of a container's memory file systems.
 *
 * @param path where it is mounted in the container, absolute
 * @param options with which it is mounted
 * @param archive what is in it, as {@link io.transship.daemon.tree.SmallTree} packs it, in base 64
 */
public record MemoryMount(String path, String options, String archive) {

    private static final Pattern PATH =
            Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}){1,8}");
    private static final Pattern OPTIONS =
            Pattern.compile("[a-z]+(=[0-9a-z%]+)?(,[a-z]+(=[0-9a-z%]+)?){0,15}");

    /** Refuses what no engine writes. */
    public MemoryMount {
        if (!isOrdinary(path, options)) {
            throw new IllegalArgumentException(
                    "'" + path + "' is no memory file system of an engine");
        }
        Base64.getDecoder().decode(archive);
    }

    static MemoryMount of(MountLine mount, byte[] archive) {
        return new MemoryMount(
                mount.path(), mount.options(), Base64.getEncoder().encodeToString(archive));
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(archive);
    }

    /** Whether both are of characters that neither CRIU's settings nor mount give a meaning. */
    static boolean isOrdinary(String path, String options) {
        return PATH.matcher(path).matches() && OPTIONS.matcher(options).matches();
    }
}
