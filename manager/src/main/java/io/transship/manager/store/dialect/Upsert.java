package io.transship.manager.store.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An insertion that merges with the row that has the same key.
 *
 * @param table where
 * @param key columns of its primary key
 * @param others the other columns, and how each merges
 */
public record Upsert(String table, List<String> key, Map<String, Merge> others) {

    /** How the value of a column and one that comes in become one. */
    public enum Merge {
        /** The one that comes in stays. */
        REPLACE,
        /** Their sum. */
        ADD,
        /** The greater one. */
        GREATER
    }

    /**
     * How a database says it.
     *
     * @param onConflict what stands before the assignments; %s: the key's columns
     * @param incoming the value that comes in; %s: the column
     * @param greater of two values: a function's name
     */
    public record Words(String onConflict, String incoming, String greater) {}

    /** Copies what is given. */
    public Upsert {
        key = List.copyOf(key);
        others = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /** An upsert that replaces all other columns. */
    public static Upsert replacing(String table, List<String> key, List<String> others) {
        Map<String, Merge> merges = new LinkedHashMap<>();
        others.forEach(column -> merges.put(column, Merge.REPLACE));
        return new Upsert(table, key, merges);
    }

    /** All columns, the key first. */
    public List<String> columns() {
        List<String> columns = new ArrayList<>(key);
        columns.addAll(others.keySet());
        return columns;
    }

    /** The statement, with a question mark for each of {@link #columns}. */
    public String values(Dialect dialect) {
        String marks = String.join(", ", columns().stream().map(column -> "?").toList());
        return insert("VALUES (" + marks + ")", dialect);
    }

    /**
     * The statement that takes its rows from a query, which gives {@link #columns} in order and has
     * a WHERE.
     */
    public String select(String query, Dialect dialect) {
        return insert(query, dialect);
    }

    private String insert(String rows, Dialect dialect) {
        Words words = dialect.upsert();
        List<String> assignments =
                others.entrySet().stream()
                        .map(each -> assignment(each.getKey(), each.getValue(), words))
                        .toList();
        return "INSERT INTO %s (%s) %s %s %s"
                .formatted(
                        table,
                        String.join(", ", columns()),
                        rows,
                        words.onConflict().formatted(String.join(", ", key)),
                        String.join(", ", assignments));
    }

    private String assignment(String column, Merge merge, Words words) {
        String incoming = words.incoming().formatted(column);
        String present = table + "." + column;
        return column
                + " = "
                + switch (merge) {
                    case REPLACE -> incoming;
                    case ADD -> present + " + " + incoming;
                    case GREATER -> words.greater() + "(" + present + ", " + incoming + ")";
                };
    }
}
