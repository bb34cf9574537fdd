package io.transship.daemon.session;

import io.transship.core.model.ByteCount;
import io.transship.core.prediction.PreCopyRounds;
import io.transship.daemon.checkpoint.Dump;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many rounds a pre-copy makes: until one has little of what the one before had, by the rule by
 * which the prediction counts them.
 *
 * @param write makes a round
 * @param send sends it, and returns when it is sent
 */
record RoundsAhead(IntFunction<Dump> write, ObjIntConsumer<Dump> send) {

    private static final Logger LOG = LoggerFactory.getLogger(RoundsAhead.class);

    /** What a round has was written while the one before was sent; the freeze gets no more. */
    void run() {
        ByteCount before = ByteCount.ZERO;
        for (int round = 1; round <= PreCopyRounds.MOST; round++) {
            Dump dump = write.apply(round);
            send.accept(dump, round);
            LOG.debug("Round {} of memory: {}", round, dump.size());
            if (round > 1 && PreCopyRounds.stops(round, before, dump.size())) {
                return;
            }
            before = dump.size();
        }
    }
}
