package io.transship.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    @BeforeEach
    void aServerOfThreeReplies() {
        for (long count = 0; count < 3; count++) {
            ledger.reply(ledger.send(), count);
        }
        told("aa");
    }

    @Test
    void aCountThatGrowsAndAStateThatStaysAreWell() {
        ledger.reply(ledger.send(), 3);
        told("aa");

        assertSeen(0, 0, 0);
        assertThat(ledger.state(0).verified()).isEqualTo(2);
        assertThat(ledger.state(0).doubt()).isEmpty();
    }

    @Test
    void repliesMayComeInAnotherOrderThanTheirRequests() {
        Ledger.Sent first = ledger.send();
        Ledger.Sent second = ledger.send();
        ledger.reply(second, 4);
        ledger.reply(first, 3);

        assertThat(ledger.wantsChecksum()).isFalse();
    }

    @Test
    void anOlderCountWithTheSameStateIsARewind() {
        ledger.reply(ledger.send(), 1);
        assertThat(ledger.wantsChecksum()).isTrue();
        told("aa");

        assertSeen(0, 1, 0);
        assertThat(ledger.state(0).doubt()).isEqualTo("1 after 2");
    }

    @Test
    void twoServersThatAnswerInTurnsAreARewindEachTime() {
        ledger.reply(ledger.send(), 1);
        ledger.reply(ledger.send(), 3);
        ledger.reply(ledger.send(), 2);
        told("aa");

        assertSeen(0, 2, 0);
    }

    @Test
    void anOlderCountWithAnotherStateIsAServerThatBeganAnew() {
        ledger.reply(ledger.send(), 0);
        told("bb");

        assertSeen(1, 0, 0);
    }

    @Test
    void anotherStateWhileTheCountGoesOnIsDamage() {
        ledger.reply(ledger.send(), 3);
        ledger.want();
        assertThat(ledger.wantsChecksum()).isTrue();
        told("ab");

        assertSeen(0, 0, 1);
    }

    @Test
    void aChecksumThatWasOnItsWayWhileTheCountWentBackSaysNothing() {
        Ledger.Sent sent = ledger.send();
        ledger.reply(ledger.send(), 0);
        ledger.checksum(sent, "aa");
        assertThat(ledger.wantsChecksum()).isTrue();
        told("bb");

        assertSeen(1, 0, 0);
    }

    private void told(String checksum) {
        ledger.checksum(ledger.send(), checksum);
    }

    private void assertSeen(int restarts, int rewinds, int changes) {
        ClientState state = ledger.state(0);
        assertThat(state.restarts()).as("restarts").isEqualTo(restarts);
        assertThat(state.rewinds()).as("rewinds").isEqualTo(rewinds);
        assertThat(state.changes()).as("changes").isEqualTo(changes);
    }
}
