package io.transship.manager.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RenewalPaceTest {

    /** The lease counts from the token of the renewal before the last one that was answered. */
    @Test
    void twoRenewalsInARowMayGetLost() {
        Duration lease = Duration.ofSeconds(10);
        RenewalPace pace = RenewalPace.of(lease);
        Duration lost = pace.call().plus(pace.again());

        Duration third = pace.period().multipliedBy(2).plus(lost.multipliedBy(2));

        assertThat(third.plus(pace.call())).isLessThan(lease);
    }
}
