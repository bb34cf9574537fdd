package io.transship.manager.limits;

import io.transship.core.limits.MadeMove;
import io.transship.core.limits.MoveHistory;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The moves of earlier managers, so that a restart forgets no rest and no return. */
public final class EarlierMoves {

    private EarlierMoves() {}

    /**
     * The history in the store's migrations. One that was never ended is taken as arrived: the
     * rules are then rather too strict than too lax.
     *
     * @param migrations as {@code MigrationHistory} gives them
     */
    public static MoveHistory of(List<Map<String, Object>> migrations) {
        return new MoveHistory(
                migrations.stream()
                        .map(EarlierMoves::move)
                        .sorted(Comparator.comparing(MadeMove::began))
                        .toList());
    }

    private static MadeMove move(Map<String, Object> migration) {
        MigrationPhase phase = MigrationPhase.valueOf(text(migration, "phase"));
        Instant began = Instant.parse(text(migration, "startedAt"));
        return new MadeMove(
                new ContainerId(text(migration, "container")),
                new HostId(text(migration, "source")),
                new HostId(text(migration, "target")),
                began,
                Optional.of(
                        Optional.ofNullable(migration.get("endedAt"))
                                .map(String::valueOf)
                                .map(Instant::parse)
                                .orElse(began)),
                phase == MigrationPhase.COMMITTED || !phase.isFinal());
    }

    private static String text(Map<String, Object> migration, String key) {
        return String.valueOf(migration.get(key));
    }
}
