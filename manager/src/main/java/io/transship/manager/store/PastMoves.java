package io.transship.manager.store;

import io.transship.core.prediction.PastMove;
import java.util.List;

/** Earlier moves that were committed. Thread-safe. */
@FunctionalInterface
public interface PastMoves {

    /**
     * The last ones, newest first.
     *
     * @param engine of the source ("docker")
     */
    List<PastMove> last(String engine, int count);
}
