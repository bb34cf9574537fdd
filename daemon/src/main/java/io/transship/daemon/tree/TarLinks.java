package io.transship.daemon.tree;

import java.util.TreeSet;

/** The symbolic links of a tree, as they came in archives. Not thread-safe. */
final class TarLinks {

    private final TreeSet<String> paths = new TreeSet<>();

    /** PROTOCOL_VIOLATION if a component before the last is a link. */
    void demandNoneAbove(String path) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            TarGuard.demand(!paths.contains(path.substring(0, slash)), path + " is beneath a link");
        }
    }

    boolean contains(String path) {
        return paths.contains(path);
    }

    void add(String path) {
        paths.add(path);
    }

    void remove(String path) {
        paths.remove(path);
    }

    /** The path and all beneath it are gone. */
    void removed(String path) {
        paths.remove(path);
        paths.subSet(path + "/", path + "0").clear();
    }
}
