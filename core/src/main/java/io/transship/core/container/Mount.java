package io.transship.core.container;

import io.transship.core.model.ByteCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Something that is mounted in a container.
 *
 * @param kind what
 * @param source name of the volume, or path of the host's folder; empty for a memory file system
 * @param path where, in the container
 * @param readOnly whether the container can't write there
 * @param movable whether its content goes along when the container moves; a volume's always does
 * @param size of a memory file system; zero: the engine's usual one
 */
public record Mount(
        Kind kind, String source, String path, boolean readOnly, boolean movable, ByteCount size) {

    /** What can be mounted. */
    public enum Kind {
        /** A named volume, which the engine keeps. */
        VOLUME,
        /** A folder of the host. */
        BIND,
        /** A file system in memory; CRIU carries what is in it. */
        TMPFS;

        /** The engines' word for it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern VOLUME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{1,127}");

    private static final List<String> OF_THE_KERNEL = List.of("/proc", "/sys", "/dev");

    /** Checks names and paths, and that neither leads where no container has any business. */
    public Mount {
        Texts.path(path, "in a container");
        if (OF_THE_KERNEL.stream().anyMatch(each -> Texts.isAtOrBeneath(path, each))) {
            throw new IllegalArgumentException("nothing can be mounted at " + path);
        }
        switch (kind) {
            case VOLUME -> Texts.matching(source, VOLUME, "the name of a volume");
            case BIND -> HostFolders.check(source, movable);
            case TMPFS -> Texts.matching(source, Pattern.compile(""), "a source of memory");
        }
        if (kind == Kind.VOLUME) {
            movable = true;
        }
        if (size.bytes() > 0 && kind != Kind.TMPFS) {
            throw new IllegalArgumentException("only a memory file system has a size");
        }
    }

    boolean isVolume() {
        return kind == Kind.VOLUME;
    }

    /** Whether its content is carried as files when the container moves. */
    public boolean isCarried() {
        return movable && kind != Kind.TMPFS;
    }

    /**
     * Reads a mount as people write it: "type=volume,source=data,target=/var/lib/data,readonly",
     * "type=bind,source=/srv/data,target=/data,movable", "type=tmpfs,target=/tmp,tmpfs-size=64MiB",
     * or in short "data:/var/lib/data:ro", "/srv/data:/data:movable".
     */
    public static Mount parse(String text) {
        Texts.plain(text, "a mount");
        return text.startsWith("type=") ? ofWords(text) : ofColons(text);
    }

    private static Mount ofColons(String text) {
        List<String> words = List.of(text.split(":", -1));
        if (words.size() < 2 || words.size() > 3) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a mount such as data:/var/lib/data");
        }
        String options = words.size() == 3 ? words.get(2) : "rw";
        boolean readOnly = false;
        boolean movable = false;
        for (String option : options.split(",", -1)) {
            switch (option) {
                case "ro" -> readOnly = true;
                case "rw" -> {}
                case "movable" -> movable = true;
                default -> throw unknown(option, text);
            }
        }
        Kind kind = words.getFirst().startsWith("/") ? Kind.BIND : Kind.VOLUME;
        return new Mount(kind, words.getFirst(), words.get(1), readOnly, movable, ByteCount.ZERO);
    }

    private static Mount ofWords(String text) {
        Map<String, String> words = new HashMap<>();
        for (String word : text.split(",", -1)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (words.put(name, equals < 0 ? "true" : word.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'" + name + "' stands twice in " + text);
            }
        }
        Kind kind =
                switch (String.valueOf(words.remove("type"))) {
                    case "volume" -> Kind.VOLUME;
                    case "bind" -> Kind.BIND;
                    case "tmpfs" -> Kind.TMPFS;
                    default -> throw unknown("type", text);
                };
        String size = taken(words, "", "tmpfs-size");
        Mount mount =
                new Mount(
                        kind,
                        taken(words, "", "source", "src"),
                        taken(words, "", "target", "destination", "dst"),
                        truth(taken(words, "false", "readonly", "ro"), text),
                        truth(taken(words, "false", "movable"), text),
                        size.isEmpty() ? ByteCount.ZERO : ByteCount.parse(size));
        if (!words.isEmpty()) {
            throw unknown(words.keySet().iterator().next(), text);
        }
        return mount;
    }

    private static String taken(Map<String, String> words, String otherwise, String... names) {
        String found = otherwise;
        for (String name : names) {
            String value = words.remove(name);
            found = value == null ? found : value;
        }
        return found;
    }

    private static boolean truth(String word, String text) {
        if (!word.equals("true") && !word.equals("false")) {
            throw unknown(word, text);
        }
        return word.equals("true");
    }

    private static IllegalArgumentException unknown(String word, String text) {
        return new IllegalArgumentException(
                "'%s' is not known in the mount '%s'".formatted(word, text));
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        words.add("type=" + kind.word());
        if (kind != Kind.TMPFS) {
            words.add("source=" + source);
        }
        words.add("target=" + path);
        if (readOnly) {
            words.add("readonly");
        }
        if (movable && kind == Kind.BIND) {
            words.add("movable");
        }
        if (size.bytes() > 0) {
            words.add("tmpfs-size=" + size.bytes() + "B");
        }
        return String.join(",", words);
    }
}
