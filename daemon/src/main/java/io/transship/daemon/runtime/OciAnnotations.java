package io.transship.daemon.runtime;

/** The words by which our OCI runtime is known to engines, and managed containers to it. */
public final class OciAnnotations {

    /** The name under which an engine knows our OCI runtime. */
    public static final String RUNTIME = "transship";

    /** Carries the container's name. */
    public static final String CONTAINER = "io.transship.container";

    /** Names the file from which CRIU takes its options when runc calls it. */
    public static final String CRIU_CONFIGURATION = "org.criu.config";

    private OciAnnotations() {}
}
