package io.transship.manager.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CommitGateTest {

    private final AtomicInteger woken = new AtomicInteger();
    private final CommitGate gate = new CommitGate("m-1", woken::incrementAndGet);

    @Test
    void anOrderThatComesFirstKeepsTheCommitOut() {
        gate.abort();
        gate.abort();

        assertThat(gate.passCommit()).isFalse();
        assertThat(gate.isAborted()).isTrue();
        assertThat(woken).hasValue(1);
    }

    @Test
    void aCommitThatComesFirstKeepsOrdersOut() {
        assertThat(gate.passCommit()).isTrue();

        assertThatThrownBy(gate::abort)
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.ABORT_REFUSED));
        assertThat(gate.isAborted()).isFalse();
        assertThat(woken).hasValue(0);
    }

    @Test
    void onTheWayBackAnOrderIsTakenAndChangesNothing() {
        gate.goBack();
        gate.abort();

        assertThat(gate.isAborted()).isFalse();
        assertThat(gate.passCommit()).isFalse();
        assertThat(woken).hasValue(0);
    }
}
