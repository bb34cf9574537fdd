package io.transship.daemon.session.pages.ahead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.PageProtocol;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The desk between CRIU's fetcher, which is a socket here, and the source, which the test plays.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageDeskTest {

    private static final int GET = 7;
    private static final int CLOSE = 0x1023;
    private static final long BASE = PlayedFetcher.BASE;

    private PlayedFetcher criu;

    @BeforeEach
    void connect() throws IOException {
        criu = new PlayedFetcher();
    }

    @AfterEach
    void end() throws IOException {
        criu.end();
    }

    @Test
    void theWordIsTheFirstThatIsSaid(@TempDir Path dump) throws IOException {
        criu.desk().begin(dump);
        assertThat(criu.answers().readNBytes(3)).isEqualTo("go\n".getBytes());
    }

    @Test
    void whatIsHereIsAnsweredWithoutTheSource() throws Exception {
        criu.come(1, 2, 3);
        Future<long[]> question = criu.question();
        criu.ask(1, 1);
        criu.ask(2, 1);
        criu.assertAnswer(1, 1);
        criu.assertAnswer(2, 1);

        // Page 3 is here, and 4 is not: the answer is short, and CRIU asks for the rest.
        criu.ask(3, 2);
        criu.assertAnswer(3, 1);
        criu.ask(4, 1);
        assertThat(question.get()).containsExactly(GET, 4, 8);
    }

    @Test
    void aPageThatIsTouchedBringsItsNeighboursAlong() throws Exception {
        Future<long[]> question = criu.question();
        criu.ask(10, 1);
        assertThat(question.get()).containsExactly(GET, 10, 8);
        criu.come(10, 11, 12);
        criu.assertAnswer(10, 1);

        Future<long[]> next = criu.question();
        criu.ask(11, 2);
        criu.assertAnswer(11, 2);
        criu.close();
        assertThat(next.get()[0]).isEqualTo(CLOSE);
    }

    @Test
    void neighboursThatAreHereAreNotAskedForAgain() throws Exception {
        criu.come(13);
        Future<long[]> question = criu.question();
        criu.ask(10, 1);
        assertThat(question.get()).containsExactly(GET, 10, 3);
        Future<long[]> longer = criu.question();
        criu.ask(5, 64);
        assertThat(longer.get()).containsExactly(GET, 5, 8);
    }

    @Test
    void answersKeepTheOrderOfTheQuestions() throws Exception {
        criu.come(20);
        Future<long[]> question = criu.question();
        criu.ask(1, 4);
        assertThat(question.get()).containsExactly(GET, 1, 4);
        Future<long[]> second = criu.question();
        criu.ask(20, 1);
        criu.ask(30, 1);
        assertThat(second.get()).containsExactly(GET, 30, 8);
        // Nothing is said before the first question can be answered, and then with what there is.
        criu.arrive(1, 4, 1);
        criu.assertAnswer(1, 1);
        criu.assertAnswer(20, 1);
        criu.finish(2, 3);
        criu.come(30);
        criu.assertAnswer(30, 1);
        Future<long[]> none = criu.question();
        criu.ask(2, 3);
        criu.assertAnswer(2, 3);
        criu.close();
        assertThat(none.get()[0]).isEqualTo(CLOSE);
    }

    @Test
    void theBackgroundStandsBackWhilePagesAreTouched() throws Exception {
        criu.come(IntStream.range(100, 116).toArray());
        criu.come(1, 2);
        Future<long[]> none = criu.question();
        criu.ask(1, 1);
        criu.assertAnswer(1, 1);
        criu.ask(100, 16);
        criu.ask(2, 1);
        // It goes first, with as little as can be; the rest is still here.
        criu.assertAnswer(100, 1);
        criu.assertAnswer(2, 1);

        criu.ask(101, 16);
        criu.patience(100);
        assertThatThrownBy(criu.answers()::read).isInstanceOf(SocketTimeoutException.class);
        criu.patience(25_000);
        criu.pass(Duration.ofMillis(20));
        criu.assertAnswer(101, 15);
        criu.close();
        assertThat(none.get()[0]).isEqualTo(CLOSE);
    }

    @Test
    void itStandsBackInTheBeginningOnly() throws Exception {
        criu.come(IntStream.range(100, 116).toArray());
        criu.come(1, 2);
        Future<long[]> none = criu.question();
        criu.ask(1, 1);
        criu.assertAnswer(1, 1);
        criu.pass(Duration.ofSeconds(1));
        criu.ask(2, 1);
        criu.assertAnswer(2, 1);
        criu.ask(100, 16);
        criu.assertAnswer(100, 16);
        criu.close();
        assertThat(none.get()[0]).isEqualTo(CLOSE);
    }

    @Test
    void aPageThatWasOnItsWayAnswersAtOnceAndComesTwiceWithoutHarm() throws Exception {
        Future<long[]> question = criu.question();
        criu.ask(1, 1);
        assertThat(question.get()).containsExactly(GET, 1, 8);
        criu.come(1);
        criu.assertAnswer(1, 1);
        criu.come(1, 2);
        Future<long[]> none = criu.question();
        criu.ask(2, 1);
        criu.assertAnswer(2, 1);
        criu.close();
        assertThat(none.get()[0]).isEqualTo(CLOSE);
    }

    @Test
    void whatAForkedChildAsksForAgainIsAskedOfTheSourceAgain() throws Exception {
        criu.come(1);
        criu.ask(1, 1);
        Future<long[]> question = criu.question();
        criu.assertAnswer(1, 1);
        criu.ask(1, 1);
        assertThat(question.get()).containsExactly(GET, 1, 8);
        Future<long[]> twin = criu.question();
        criu.ask(1, 1);
        assertThat(twin.get()).containsExactly(GET, 1, 8);
        criu.come(1);
        criu.come(1);
        criu.assertAnswer(1, 1);
        criu.assertAnswer(1, 1);
    }

    @Test
    void theEndPassesBothWays() throws Exception {
        Future<long[]> question = criu.question();
        criu.close();
        assertThat(question.get()[0]).isEqualTo(CLOSE);
        // What is still on its way does not disturb it.
        criu.come(7, 8);
        criu.desk().out().write(new byte[4]);
        assertThat(criu.answers().readInt()).isZero();
        criu.desk().endOutput();
        assertThat(criu.answers().read()).isEqualTo(-1);
        criu.endOutput();
        assertThat(criu.desk().in().read(new byte[99])).isEqualTo(-1);
    }

    @Test
    void whatCriuNeverAsksIsRefused() throws IOException {
        for (byte[] question :
                new byte[][] {
                    PageProtocol.header(6, 1, BASE, 1),
                    PageProtocol.header(GET, 0, BASE, 1),
                    PageProtocol.header(GET, 1025, BASE, 1),
                    PageProtocol.header(GET, 1, BASE + 1, 1)
                }) {
            criu.say(question);
            assertThatThrownBy(() -> criu.desk().in().read(new byte[32]))
                    .isInstanceOf(TransshipException.class);
        }
    }

    /** More than the shelf holds: the oldest are gone from it, and asked for again. */
    @Test
    void whatNobodyAsksForDoesNotPileUp() throws Exception {
        for (int page = 0; page <= PageShelf.MOST; page++) {
            criu.come(page);
        }
        criu.ask(PageShelf.MOST, 1);
        Future<long[]> question = criu.question();
        criu.assertAnswer(PageShelf.MOST, 1);
        criu.ask(0, 1);
        assertThat(question.get()).containsExactly(GET, 0, 1);
    }

    /** Whatever comes in whatever order: in the end CRIU has each page once, as it was. */
    @Test
    void aWholeMemoryComesOverOnceAndIntact() throws Exception {
        criu.runClock();
        Random chance = new Random(11);
        int size = 600;
        for (int page = 0; page < size; page += 1 + chance.nextInt(9)) {
            criu.come(page);
        }
        criu.serveAll(size);
        Set<Integer> missing = new HashSet<>();
        for (int page = 0; page < size; page++) {
            missing.add(page);
        }
        while (!missing.isEmpty()) {
            int wanted = chance.nextInt(size);
            if (missing.contains(wanted)) {
                int most = Math.min(chance.nextBoolean() ? 1 : 16, size - wanted);
                criu.ask(wanted, most);
                int end = wanted + criu.assertAnswer(wanted, 0);
                for (int page = wanted; page < end; page++) {
                    missing.remove(page);
                }
            }
        }
    }
}
