package io.transship.lab.demo;

import io.transship.cli.client.ManagerEvent;
import io.transship.lab.demo.screen.Text;

/** How far the migration is, as the manager says while it goes on. Thread-safe. */
final class MoveProgress {

    private static final int BAR = 16;
    private static final long WORTH_A_BAR = 1 << 17;

    private String phase = "";
    private long done;
    private long total;

    synchronized void take(ManagerEvent event) {
        if (event.type().equals("migration-progress")) {
            phase = event.data().path("phase").asString("");
            done = event.data().path("done").asLong(0);
            total = event.data().path("total").asLong(0);
        }
    }

    /** For the live line. */
    synchronized String text() {
        String words = phase.isEmpty() ? "migrating" : phase.toLowerCase(java.util.Locale.ROOT);
        if (total < WORTH_A_BAR) {
            return words;
        }
        return "%s %s %.1f of %.1f MiB"
                .formatted(
                        Text.bar(done / (double) total, BAR),
                        words,
                        done / (double) (1 << 20),
                        total / (double) (1 << 20));
    }
}
