package io.transship.lab.demo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReplyLedgerTest {

    private static final long MS = 1_000_000;

    private final ReplyLedger ledger = new ReplyLedger(0);

    @Test
    void aCleanRunIsClean() {
        for (int i = 0; i < 100; i++) {
            long asked = i * 10 * MS;
            ledger.reply(ledger.ask(asked), i, asked + MS);
        }
        ClientReport report = ledger.report(1000 * MS, true);
        assertThat(report.clean()).isTrue();
        assertThat(report.counts().replies()).isEqualTo(100);
        assertThat(report.latency().p50()).isCloseTo(1, within(0.07));
        assertThat(report.silentMs()).isCloseTo(9, within(0.001));
    }

    @Test
    void aLostReplyIsCountedAsLongAsItDoesNotCome() {
        long first = ledger.ask(0);
        long second = ledger.ask(10 * MS);
        ledger.reply(second, 1, 11 * MS);
        assertThat(ledger.report(12 * MS, true).counts().lost()).isEqualTo(1);

        ledger.reply(first, 2, 12 * MS);
        assertThat(ledger.report(12 * MS, true).counts().lost()).isZero();
        assertThat(ledger.report(12 * MS, true).counts().reordered()).isEqualTo(1);
    }

    @Test
    void theLongestSilenceIsTakenOnceAndOneThatGoesOnCounts() {
        ledger.reply(ledger.ask(0), 0, 10 * MS);
        ledger.reply(ledger.ask(0), 1, 40 * MS);
        assertThat(ledger.takeLongestMs(41 * MS)).isEqualTo(30);
        assertThat(ledger.takeLongestMs(47 * MS)).isEqualTo(7);
        ledger.reply(ledger.ask(0), 2, 140 * MS);
        assertThat(ledger.takeLongestMs(141 * MS)).isEqualTo(100);
    }

    @Test
    void aDoubledReplyIsNotAReplyToNothing() {
        long sequence = ledger.ask(0);
        ledger.reply(sequence, 0, MS);
        ledger.reply(sequence, 1, 2 * MS);
        ledger.reply(77, 2, 3 * MS);
        ClientReport.Counts counts = ledger.report(4 * MS, true).counts();
        assertThat(counts.doubled()).isEqualTo(1);
        assertThat(counts.unknown()).isEqualTo(1);
        assertThat(counts.replies()).isEqualTo(1);
    }

    @Test
    void aServerThatForgotItsCountIsNoticed() {
        ledger.reply(ledger.ask(0), 41, MS);
        ledger.reply(ledger.ask(0), 42, MS);
        ledger.reply(ledger.ask(0), 0, MS);
        ClientReport report = ledger.report(MS, true);
        assertThat(report.counts().counterBreaks()).isEqualTo(1);
        assertThat(report.clean()).isFalse();
    }

    @Test
    void theLongestSilenceIsFoundAndPlaced() {
        ledger.reply(ledger.ask(0), 0, 10 * MS);
        ledger.reply(ledger.ask(0), 1, 460 * MS);
        ledger.reply(ledger.ask(0), 2, 470 * MS);
        ledger.reply(ledger.ask(0), 3, 620 * MS);
        ClientReport report = ledger.report(621 * MS, true);
        assertThat(report.longestGap()).isEqualTo(new Gap(10, 450));
        assertThat(report.gaps()).containsExactly(new Gap(10, 450), new Gap(470, 150));
    }

    @Test
    void ofManySilencesTheLongestAreKept() {
        long now = 0;
        for (int i = 0; i < 30; i++) {
            now += (100 + i) * MS;
            ledger.reply(ledger.ask(0), i, now);
        }
        assertThat(ledger.report(now, true).gaps())
                .hasSize(20)
                .allMatch(gap -> gap.lengthMs() >= 110);
    }
}
