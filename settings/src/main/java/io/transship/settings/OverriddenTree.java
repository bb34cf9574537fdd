package io.transship.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A file's tree with other values put over it; a value's mark says where it comes from. */
final class OverriddenTree {

    private OverriddenTree() {}

    static Node with(Node root, List<Overrides.Entry> overrides) {
        Node tree = root;
        for (Overrides.Entry each : overrides) {
            tree = with(tree, each.path(), each);
        }
        return tree;
    }

    /** A tree of another shape stays as it is: the record says what is wrong with it. */
    private static Node with(Node node, List<String> path, Overrides.Entry override) {
        if (path.isEmpty()) {
            return scalar(override.value(), override);
        }
        if (!(node instanceof MappingNode mapping)) {
            return node;
        }
        List<NodeTuple> entries = new ArrayList<>();
        boolean replaced = false;
        for (NodeTuple entry : mapping.getValue()) {
            boolean isMeant =
                    entry.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals(path.getFirst());
            replaced |= isMeant;
            entries.add(isMeant ? over(entry, path, override) : entry);
        }
        if (!replaced) {
            entries.add(over(absent(path.getFirst(), override), path, override));
        }
        return new MappingNode(
                mapping.getTag(),
                true,
                entries,
                mapping.getFlowStyle(),
                mapping.getStartMark(),
                mapping.getEndMark());
    }

    private static NodeTuple over(NodeTuple entry, List<String> path, Overrides.Entry override) {
        Node value =
                YamlSource.isNothing(entry.getValueNode()) ? empty(override) : entry.getValueNode();
        return new NodeTuple(
                entry.getKeyNode(), with(value, path.subList(1, path.size()), override));
    }

    private static NodeTuple absent(String key, Overrides.Entry override) {
        return new NodeTuple(scalar(key, override), empty(override));
    }

    private static Node empty(Overrides.Entry override) {
        Optional<Mark> mark = mark(override);
        return new MappingNode(Tag.MAP, true, List.of(), FlowStyle.BLOCK, mark, mark);
    }

    private static Node scalar(String text, Overrides.Entry override) {
        Optional<Mark> mark = mark(override);
        // Without an end: a place in this text is no place in the file.
        return new ScalarNode(
                Tag.STR, true, text, ScalarStyle.DOUBLE_QUOTED, mark, Optional.empty());
    }

    private static Optional<Mark> mark(Overrides.Entry override) {
        return Optional.of(new Mark(override.source(), 0, 0, 0, new int[0], 0));
    }
}
