package io.transship.lab.bench.forecast;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Reads a trace: CSV, the first line names the columns; the first column is the time in ISO 8601
 * (without a zone: UTC), every other one a series in Mbit/s. Rows are evenly spaced.
 */
final class TraceReader {

    private static final int LEAST_ROWS = 200;
    private static final long LARGEST = 64L << 20;

    private static final String COLUMNS =
            "Begin with a line that names the columns, such as 'time,s1-s2,s2-s3'.";
    private static final String LOAD = "Give Mbit/s, 0 or more, without a unit.";

    private final Path file;

    private TraceReader(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws TransshipException USAGE, with the line
     */
    static Trace read(Path file) {
        return new TraceReader(file).read();
    }

    private Trace read() {
        List<String> lines = lines();
        if (lines.isEmpty()) {
            throw wrong(1, "the file is empty", COLUMNS);
        }
        List<String> names = names(lines.getFirst());
        List<Instant> times = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                String[] cells = lines.get(i).split(",", -1);
                if (cells.length != names.size() + 1) {
                    throw wrong(
                            i + 1,
                            "%d columns stand here, %d in the first line"
                                    .formatted(cells.length, names.size() + 1),
                            "Give each line a time and a value for every series.");
                }
                times.add(time(cells[0].strip(), i + 1));
                rows.add(values(cells, names, i + 1));
                checkStep(times, i + 1);
            }
        }
        if (rows.size() < LEAST_ROWS) {
            throw wrong(
                    lines.size(),
                    "the trace ends after %d rows, which are too few".formatted(rows.size()),
                    "Give at least " + LEAST_ROWS + ".");
        }
        return new Trace(
                times.getFirst(),
                Duration.between(times.get(0), times.get(1)),
                names,
                columns(rows, names.size()));
    }

    private List<String> lines() {
        if (!Files.isRegularFile(file)) {
            throw unreadable("is not there, or is no file", "Name a CSV file.");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw unreadable("is larger than 64 MiB", "Give fewer rows or series.");
            }
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw unreadable("is not text in UTF-8", "Name a CSV file.");
        } catch (IOException e) {
            throw unreadable("can't be read: " + e, "Name a file that may be read.");
        }
    }

    private TransshipException unreadable(String what, String mend) {
        return new TransshipException(FailureCode.USAGE, file + " " + what + ".", mend, null);
    }

    private List<String> names(String line) {
        List<String> cells = Arrays.stream(line.split(",", -1)).map(String::strip).toList();
        List<String> names = cells.subList(1, cells.size());
        if (names.isEmpty() || names.contains("")) {
            throw wrong(1, "'" + line + "' names no series", COLUMNS);
        }
        if (instant(cells.getFirst()).isPresent()) {
            throw wrong(1, "'" + line + "' is a row, not the names of the columns", COLUMNS);
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw wrong(1, "two series have the same name", "Name each of them otherwise.");
        }
        return names;
    }

    private Instant time(String text, int line) {
        return instant(text)
                .orElseThrow(
                        () ->
                                wrong(
                                        line,
                                        "'" + text + "' is not a time",
                                        "Write it as 2026-11-30T12:00:00Z."));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(
                                            text.replace(' ', 'T'),
                                            OffsetDateTime::from,
                                            LocalDateTime::from)
                                    instanceof OffsetDateTime zoned
                            ? zoned.toInstant()
                            : LocalDateTime.parse(text.replace(' ', 'T'))
                                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private double[] values(String[] cells, List<String> names, int line) {
        double[] values = new double[names.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(cells[i + 1].strip(), names.get(i), line);
        }
        return values;
    }

    private double value(String text, String name, int line) {
        try {
            double value = Double.parseDouble(text);
            if (!Double.isFinite(value) || value < 0) {
                throw wrong(line, name + ": " + text + " is not a load", LOAD);
            }
            return value;
        } catch (NumberFormatException e) {
            throw wrong(line, name + ": '" + text + "' is not a number", LOAD);
        }
    }

    private void checkStep(List<Instant> times, int line) {
        int last = times.size() - 1;
        if (last < 1) {
            return;
        }
        Duration first = Duration.between(times.get(0), times.get(1));
        Duration here = Duration.between(times.get(last - 1), times.get(last));
        if (!first.isPositive() || !here.isPositive()) {
            throw wrong(
                    line,
                    "the time does not come after the one before",
                    "Sort the rows by time, and leave out those that are there twice.");
        }
        if (here.minus(first).abs().multipliedBy(4).compareTo(first) > 0) {
            throw wrong(
                    line,
                    "the step of "
                            + here.toMillis()
                            + " ms is not the first one of "
                            + first.toMillis()
                            + " ms",
                    "Space the rows evenly; fill gaps first.");
        }
    }

    private static List<double[]> columns(List<double[]> rows, int count) {
        List<double[]> columns = new ArrayList<>();
        for (int column = 0; column < count; column++) {
            double[] values = new double[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row)[column];
            }
            columns.add(values);
        }
        return columns;
    }

    private TransshipException wrong(int line, String what, String mend) {
        return new TransshipException(
                FailureCode.USAGE, file + ":" + line + ": " + what + ".", mend, null);
    }
}
