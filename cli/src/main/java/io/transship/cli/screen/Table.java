package io.transship.cli.screen;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows under headings; each column as wide as its widest cell. On a terminal that is too narrow the
 * widest columns become narrower, and their cells have several lines. Not thread-safe.
 */
public final class Table {

    private static final String GAP = "  ";
    private static final int NARROWEST = 12;

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table without rows. */
    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row with as many cells as there are headings. */
    public Table row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(
                    headings.size() + " cells are expected, not " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Prints headings and rows, or {@code nothing} if there are no rows. */
    public void print(PrintWriter out, String nothing) {
        print(out, nothing, Terminal.columns());
    }

    void print(PrintWriter out, String nothing, int columns) {
        if (rows.isEmpty()) {
            out.println(nothing);
            return;
        }
        int[] widths = widths(columns);
        print(headings, widths, out);
        rows.forEach(row -> print(row, widths, out));
    }

    private static void print(List<String> cells, int[] widths, PrintWriter out) {
        List<List<String>> columns =
                IntStream.range(0, widths.length)
                        .mapToObj(i -> Paragraph.lines(cells.get(i), widths[i]))
                        .toList();
        int height = columns.stream().mapToInt(List::size).max().orElse(0);
        for (int n = 0; n < height; n++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                List<String> cell = columns.get(i);
                String text = n < cell.size() ? cell.get(n) : "";
                line.append(text).append(" ".repeat(widths[i] - text.length())).append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** Takes from the widest column, again and again, what is too much for the line. */
    private int[] widths(int columns) {
        int[] widths = IntStream.range(0, headings.size()).map(this::width).toArray();
        int gaps = GAP.length() * (widths.length - 1);
        while (Arrays.stream(widths).sum() + gaps > columns) {
            int widest =
                    IntStream.range(0, widths.length)
                            .reduce((a, b) -> widths[b] > widths[a] ? b : a)
                            .orElseThrow();
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private int width(int column) {
        return IntStream.concat(
                        IntStream.of(headings.get(column).length()),
                        rows.stream().mapToInt(row -> row.get(column).length()))
                .max()
                .orElseThrow();
    }
}
