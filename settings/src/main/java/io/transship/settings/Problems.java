package io.transship.settings;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** All that is wrong with one file, in the order of the file. Not thread-safe. */
final class Problems {

    private record Problem(String place, int line, int column, String message) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Optional<Mark> at, String message) {
        found.add(
                new Problem(
                        at.map(Mark::getName).orElse(file),
                        at.map(mark -> mark.getLine() + 1).orElse(0),
                        at.map(mark -> mark.getColumn() + 1).orElse(0),
                        message));
    }

    void add(Complaint.Spot inFile, String message) {
        found.add(new Problem(file, inFile.line(), inFile.column(), message));
    }

    int count() {
        return found.size();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw toException();
        }
    }

    TransshipException toException() {
        List<String> lines =
                found.stream()
                        .sorted(
                                java.util.Comparator.comparingInt(Problem::line)
                                        .thenComparingInt(Problem::column))
                        .map(this::line)
                        .toList();
        return new TransshipException(
                FailureCode.CONFIG_INVALID,
                lines.size() == 1
                        ? lines.getFirst()
                        : lines.size() + " problems:\n  " + String.join("\n  ", lines));
    }

    private String line(Problem problem) {
        String place =
                problem.line() == 0 || !problem.place().equals(file)
                        ? problem.place()
                        : file + ":" + problem.line() + ":" + problem.column();
        String end = problem.message().matches("(?s).*[.?]") ? "" : ".";
        return place + ": " + problem.message() + end;
    }
}
