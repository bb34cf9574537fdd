package io.transship.manager.store;

import io.transship.core.migration.MigrationMode;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.prediction.PastMove;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was predicted for migrations, beside what they took. Thread-safe. */
public final class PredictionStore implements PastMoves {

    /** Key of a prediction: the rate that was expected, bit/s. */
    public static final String RATE = "rateBps";

    private final Database database;

    /** The predictions of that database. */
    public PredictionStore(Database database) {
        this.database = database;
    }

    /** Keeps what was predicted for a migration that has begun. */
    public void save(String migration, String engine, Map<String, ?> prediction) {
        database.write(
                handle ->
                        handle.createUpdate(
                                        "UPDATE migration SET engine = :engine, prediction ="
                                                + " :prediction WHERE id = :id")
                                .bind("id", migration)
                                .bind("engine", engine)
                                .bind("prediction", Json.write(prediction))
                                .execute());
    }

    @Override
    public List<PastMove> last(String engine, int count) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM migration WHERE phase = :committed AND engine"
                                                + " = :engine AND times IS NOT NULL ORDER BY"
                                                + " started_ms DESC, id DESC LIMIT :count")
                                .bind("committed", MigrationPhase.COMMITTED.name())
                                .bind("engine", engine)
                                .bind("count", count)
                                .map((row, context) -> move(row))
                                .list());
    }

    private static PastMove move(ResultSet row) throws SQLException {
        Map<String, Object> times = Json.read(row.getString("times"));
        Duration finish =
                time(times, "totalMs")
                        .minus(time(times, "prepareMs"))
                        .minus(time(times, "holdMs"))
                        .minus(time(times, "downtimeMs"));
        return new PastMove(
                MigrationMode.of(row.getString("mode")).orElse(MigrationMode.COPY),
                new ByteCount(row.getLong("state_bytes")),
                new ByteCount(row.getLong("moved_bytes")),
                time(times, "prepareMs"),
                time(times, "dumpMs"),
                time(times, "transferMs"),
                time(times, "restoreMs"),
                time(times, "releaseMs"),
                finish.isNegative() ? Duration.ZERO : finish,
                rate(row.getString("prediction")));
    }

    private static Optional<BitRate> rate(@Nullable String prediction) {
        return prediction != null && Json.read(prediction).get(RATE) instanceof Number bps
                ? Optional.of(new BitRate(bps.longValue()))
                : Optional.empty();
    }

    private static Duration time(Map<String, Object> times, String name) {
        return times.get(name) instanceof Number millis
                ? Duration.ofNanos(Math.round(millis.doubleValue() * 1e6))
                : Duration.ZERO;
    }
}
