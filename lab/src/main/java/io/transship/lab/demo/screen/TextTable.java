package io.transship.lab.demo.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of aligned columns; the last column is wrapped where the line would be too long. */
public final class TextTable {

    private static final String BETWEEN = "  ";
    private static final int NARROWEST_LAST = 20;

    private final List<String> head;
    private final String alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param alignment one letter a column: {@code l}eft or {@code r}ight
     * @param head the columns' names
     */
    public TextTable(String alignment, String... head) {
        this.alignment = alignment;
        this.head = List.of(head);
        if (alignment.length() != head.length) {
            throw new IllegalArgumentException("one letter a column: " + alignment);
        }
    }

    /** Adds a row, one cell a column. */
    public TextTable row(String... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException("one cell a column: " + Arrays.toString(cells));
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The lines, none longer than {@code width} unless the first columns alone are. */
    public List<String> lines(int width) {
        int[] widths = widths();
        int before = Arrays.stream(widths, 0, widths.length - 1).sum();
        before += BETWEEN.length() * (widths.length - 1);
        int last = widths.length - 1;
        widths[last] = Math.min(widths[last], Math.max(NARROWEST_LAST, width - before));
        List<String> lines = new ArrayList<>();
        format(head, widths, lines);
        List<String> rule = Arrays.stream(widths).mapToObj("-"::repeat).toList();
        lines.add(String.join(BETWEEN, rule));
        rows.forEach(row -> format(row, widths, lines));
        return lines;
    }

    private int[] widths() {
        int[] widths = head.stream().mapToInt(String::length).toArray();
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    private void format(List<String> cells, int[] widths, List<String> lines) {
        int last = widths.length - 1;
        StringBuilder before = new StringBuilder();
        for (int column = 0; column < last; column++) {
            before.append(pad(cells.get(column), widths[column], alignment.charAt(column)));
            before.append(BETWEEN);
        }
        String lead = before.toString();
        for (String part : Text.wrap(cells.get(last), widths[last])) {
            lines.add((lead + pad(part, widths[last], alignment.charAt(last))).stripTrailing());
            lead = " ".repeat(before.length());
        }
    }

    private static String pad(String cell, int width, char alignment) {
        String blanks = " ".repeat(Math.max(0, width - cell.length()));
        return alignment == 'r' ? blanks + cell : cell + blanks;
    }
}
