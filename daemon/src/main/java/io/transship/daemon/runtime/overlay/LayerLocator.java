package io.transship.daemon.runtime.overlay;

import io.transship.daemon.runtime.ManagedContainer;
import java.nio.file.Path;
import java.util.Map;

/** Knows where an engine keeps a container's files. */
public interface LayerLocator {

    /** Asks the engine; UNSUPPORTED if it does not keep them with overlayfs. */
    OverlayLayer locate(ManagedContainer container);

    /**
     * The host's folders of the mounts that go where the container goes, by their place in it: its
     * volumes, those without a name as well, and the folders that were declared movable.
     */
    Map<String, Path> mounts(ManagedContainer container);
}
