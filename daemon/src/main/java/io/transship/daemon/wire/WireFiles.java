package io.transship.daemon.wire;

/** The paths under which files travel. */
public final class WireFiles {

    /** The image as its engine exports it. */
    public static final String IMAGE = "image.tar";

    /** The writable layer. */
    public static final String LAYER = "layer.tar";

    /** The folder of the dump's files. */
    public static final String DUMP = "dump";

    private WireFiles() {}
}
