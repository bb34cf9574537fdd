package io.transship.lab.bench.migrate;

import io.transship.core.model.ByteCount;
import io.transship.lab.bench.migrate.report.Work;
import io.transship.lab.testbed.Testbed;
import java.time.Duration;
import java.util.Optional;

/** A container that goes to and fro between a lab's second and third host without a client. */
public final class Rounds {

    private static final Duration LONGEST_MOVE = Duration.ofSeconds(60);

    private Rounds() {}

    /**
     * Moves it that often, in mode copy.
     *
     * @throws io.transship.core.failure.TransshipException if a move fails
     */
    public static void play(Testbed lab, int moves) {
        Work work = new Work("copy", "docker", ByteCount.ofMiB(1), Optional.empty());
        try (Course course = new OurCourse(lab, "rounds", work, LONGEST_MOVE)) {
            for (int move = 0; move < moves; move++) {
                var _ = course.move();
            }
        }
    }
}
