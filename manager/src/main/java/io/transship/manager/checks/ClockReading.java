package io.transship.manager.checks;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.HostId;
import java.time.Duration;
import java.time.Instant;

/**
 * What a host said of its time of day.
 *
 * @param host which
 * @param earliest its clock less ours, at least
 * @param latest its clock less ours, at most
 */
record ClockReading(HostId host, Duration earliest, Duration latest) {

    private static final Duration NOTICEABLE = Duration.ofSeconds(2);
    private static final Duration TOO_MUCH = Duration.ofSeconds(60);

    /** The host read its clock at some moment between these two of ours. */
    static ClockReading of(HostId host, Instant said, Instant asked, Instant answered) {
        return new ClockReading(
                host, Duration.between(answered, said), Duration.between(asked, said));
    }

    /** How far the two clocks are apart at least, however long the words were on their way. */
    Duration apart(ClockReading other) {
        Duration ahead = earliest.minus(other.latest);
        Duration behind = other.earliest.minus(latest);
        Duration more = ahead.compareTo(behind) > 0 ? ahead : behind;
        return more.isNegative() ? Duration.ZERO : more;
    }

    /** The verdict on two hosts' clocks. */
    SideFinding judge(ClockReading other) {
        Duration apart = apart(other);
        if (apart.compareTo(NOTICEABLE) < 0) {
            return SideFinding.ok("clocks", "less than " + NOTICEABLE.toSeconds() + " s apart");
        }
        TransshipException skew =
                new TransshipException(
                        FailureCode.CLOCK_SKEW,
                        "the clocks of %s and %s are %s apart."
                                .formatted(host, other.host, words(apart)),
                        "Run 'apt-get install -y systemd-timesyncd && timedatectl set-ntp true' on"
                                + " both.",
                        null);
        return apart.compareTo(TOO_MUCH) > 0
                ? SideFinding.failure("clocks", skew)
                : SideFinding.warning("clocks", skew);
    }

    private static String words(Duration time) {
        return Math.round(time.toMillis() / 100.0) / 10.0 + " s";
    }
}
