package io.transship.settings;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** From a place in a value's text to the place in the file, where they can be matched. */
final class ScalarSpots {

    private final List<String> lines;

    /** Places in the file of that text. */
    ScalarSpots(String text) {
        lines = text.lines().toList();
    }

    /** Empty for text that YAML puts together from several lines. */
    Optional<Complaint.Spot> inFile(Node node, Complaint.Spot spot) {
        Optional<Mark> start = node.getStartMark();
        Optional<Mark> end = node.getEndMark();
        if (!(node instanceof ScalarNode scalar) || start.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        int line = start.get().getLine();
        if (scalar.getScalarStyle() == ScalarStyle.LITERAL) {
            return Optional.of(
                    new Complaint.Spot(line + 1 + spot.line(), indent(line + 1) + spot.column()));
        }
        if (end.get().getLine() > line || spot.line() > 1) {
            return Optional.empty();
        }
        int quote = scalar.isPlain() ? 0 : 1;
        return Optional.of(
                new Complaint.Spot(line + 1, start.get().getColumn() + quote + spot.column()));
    }

    private int indent(int from) {
        return lines.stream()
                .skip(from)
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .findFirst()
                .orElse(0);
    }
}
