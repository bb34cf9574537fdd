package io.transship.daemon.refusal;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whom a port refused and why, at most twenty times a minute: a stranger must not be able to
 * fill the disk. What the stranger sent is not repeated, but for a certificate's names.
 * Thread-safe.
 */
public final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final Duration WHILE = Duration.ofMinutes(1);
    private static final int MOST = 20;
    private static final int LONGEST = 200;

    private final String port;
    private final LongSupplier nanos;
    private long begin;
    private int said;
    private long unsaid;

    /**
     * Of a port that has refused nobody yet.
     *
     * @param port "control" or "data"
     * @param nanos a monotonic clock
     */
    public RefusalLog(String port, LongSupplier nanos) {
        this.port = port;
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
    }

    /** Refused {@code who}, an address or a certificate's names, since {@code why}. */
    public synchronized void refused(Object who, String why) {
        long now = nanos.getAsLong();
        if (now - begin > WHILE.toNanos()) {
            if (unsaid > 0) {
                LOG.warn("Refused at the {} port: {} more that were not logged", port, unsaid);
            }
            begin = now;
            said = 0;
            unsaid = 0;
        }
        if (said < MOST) {
            said++;
            LOG.warn(
                    "Refused at the {} port: {}: {}", port, plain(String.valueOf(who)), plain(why));
        } else {
            unsaid++;
        }
    }

    /** A name in a certificate may hold anything, also what a terminal obeys. */
    private static String plain(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
