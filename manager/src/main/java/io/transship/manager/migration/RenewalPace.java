package io.transship.manager.migration;

import java.time.Duration;

/**
 * When a lease is renewed. A renewal brings the token of the one before, so that the lease counts
 * from that one; what is left after it must do for two that get lost or come late.
 *
 * @param period from one answered renewal to the next
 * @param call how long a renewal may be on its way
 * @param again from a renewal without an answer to the next
 */
record RenewalPace(Duration period, Duration call, Duration again) {

    private static final int PERIODS = 8;
    private static final int CALLS = 5;
    private static final int TRIES = 40;

    /** For a lease of that length. */
    static RenewalPace of(Duration length) {
        return new RenewalPace(
                length.dividedBy(PERIODS), length.dividedBy(CALLS), length.dividedBy(TRIES));
    }
}
