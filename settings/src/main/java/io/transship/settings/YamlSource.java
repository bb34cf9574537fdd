package io.transship.settings;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * YAML text as a tree with positions. Scalars keep the text of the file ("00:10" stays that), for
 * the record says what they mean. Aliases and deep nesting are refused, so that a small file can't
 * become a large tree.
 */
final class YamlSource {

    static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_DEPTH = 32;

    private YamlSource() {}

    /** The root of a document; empty if there is nothing in it. */
    static Optional<Node> parse(String text, String file) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setUseMarks(true)
                        .setAllowNonScalarKeys(true)
                        .setCodePointLimit(MAX_CHARACTERS)
                        .build();
        Problems problems = new Problems(file);
        try {
            checkShape(new Parse(settings).parseString(text), problems);
            problems.throwIfAny();
            Optional<Node> root = new Compose(settings).composeString(text);
            root.ifPresent(node -> checkDuplicates(node, problems));
            problems.throwIfAny();
            return root.filter(node -> !isNothing(node));
        } catch (MarkedYamlEngineException e) {
            problems.add(
                    e.getProblemMark(),
                    "not YAML: " + (e.getProblem() == null ? e.getContext() : e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(Optional.empty(), "not YAML: " + e.getMessage());
        }
        throw problems.toException();
    }

    /** Whether the file says "nothing" here: an empty value, "null" or "~", not quoted. */
    static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && (scalar.getValue().isEmpty()
                        || scalar.getValue().equals("null")
                        || scalar.getValue().equals("~"));
    }

    private static void checkShape(Iterable<Event> events, Problems problems) {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof AliasEvent) {
                problems.add(event.getStartMark(), "aliases ('*name') are not taken here");
            } else if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                problems.add(event.getStartMark(), "nested deeper than " + MAX_DEPTH + " levels");
                throw problems.toException();
            }
        }
    }

    private static void checkDuplicates(Node node, Problems problems) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> checkDuplicates(item, problems));
        } else if (node instanceof MappingNode mapping) {
            Set<String> seen = new HashSet<>();
            for (NodeTuple entry : mapping.getValue()) {
                Optional<Mark> at = entry.getKeyNode().getStartMark();
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    problems.add(at, "a key is a word, not a list or map");
                } else if (!seen.add(key.getValue())) {
                    problems.add(at, "key '" + key.getValue() + "' is there twice");
                }
                checkDuplicates(entry.getValueNode(), problems);
            }
        }
    }
}
