package io.transship.manager.store.history;

import io.transship.manager.store.dialect.Dialect;
import io.transship.manager.store.dialect.Upsert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Rows of the journal's tables, copied whole into the table of the same name elsewhere. One thread.
 */
final class Rows {

    /** Those that are copied; what is referred to comes before what refers. */
    static final List<String> TABLES = List.of("decision", "migration", "migration_step", "event");

    private static final String KEY = "id";

    private final Handle target;
    private final Dialect dialect;
    private final Map<String, Set<String>> columns = new HashMap<>();

    /** For copies into that database. */
    Rows(Handle target, Dialect dialect) {
        this.target = target;
        this.dialect = dialect;
    }

    /** Puts a row, or replaces it; columns that the target does not have are left out. */
    void put(String table, Map<String, Object> row) {
        List<String> others = new ArrayList<>(row.keySet());
        others.remove(KEY);
        others.retainAll(columns.computeIfAbsent(table, this::columnsOf));
        String sql = Upsert.replacing(table, List.of(KEY), others).values(dialect);
        try (Update update = target.createUpdate(sql)) {
            update.bind(0, row.get(KEY));
            for (int i = 0; i < others.size(); i++) {
                update.bind(i + 1, row.get(others.get(i)));
            }
            update.execute();
        }
    }

    private Set<String> columnsOf(String table) {
        Set<String> names = new LinkedHashSet<>();
        target.createQuery("SELECT * FROM " + table + " WHERE 1 = 0")
                .scanResultSet(
                        (results, context) -> {
                            var described = results.get().getMetaData();
                            for (int i = 1; i <= described.getColumnCount(); i++) {
                                names.add(
                                        described
                                                .getColumnName(i)
                                                .toLowerCase(java.util.Locale.ROOT));
                            }
                            return names;
                        });
        return names;
    }
}
