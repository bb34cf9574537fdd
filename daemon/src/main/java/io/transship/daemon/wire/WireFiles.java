package io.transship.daemon.wire;

/** The paths under which files travel. */
public final class WireFiles {

    /** The image as its engine exports it. */
    public static final String IMAGE = "image.tar";

    /** A tree of files; its number follows. */
    public static final String TREE = "tree-";

    /** What the container printed. */
    public static final String LOG = "log";

    /** The folder of the dump's files. */
    public static final String DUMP = "dump";

    private static final String ROUND = "round-";

    private WireFiles() {}

    /** The folder of the files of a pre-copy's round. */
    public static String round(int number) {
        return ROUND + number;
    }
}
