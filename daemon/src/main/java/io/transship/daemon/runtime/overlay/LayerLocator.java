package io.transship.daemon.runtime.overlay;

import io.transship.daemon.runtime.ManagedContainer;

/** Knows where an engine keeps a container's files. */
@FunctionalInterface
public interface LayerLocator {

    /** Asks the engine; UNSUPPORTED if it does not keep them with overlayfs. */
    OverlayLayer locate(ManagedContainer container);
}
