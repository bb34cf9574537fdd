package io.transship.daemon.tree;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import java.util.Set;

/** How much a container's trees hold. */
public final class TreeSizes {

    private TreeSizes() {}

    /** What the container changed since its image. */
    public static ByteCount layer(TreeAccess trees, ContainerId container) {
        return size(trees, container, TreeAccess.LAYER);
    }

    /** Its volumes, and the folders that go along. */
    public static ByteCount volumes(TreeAccess trees, ContainerId container) {
        return new ByteCount(
                trees.trees(container).stream()
                        .filter(each -> !each.equals(TreeAccess.LAYER))
                        .mapToLong(each -> size(trees, container, each).bytes())
                        .sum());
    }

    private static ByteCount size(TreeAccess trees, ContainerId container, String tree) {
        return trees.look(container, tree, Set.of()).size();
    }
}
