package io.transship.daemon.session.pages.ahead;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the desk asks the source for before CRIU asks, once it knows CRIU's list of pages. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageDeskAheadTest {

    private static final int GET = 7;

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
    void whatCriuWillWantNextIsAskedForBesideWhatItWants() throws Exception {
        criu.desk().know(List.of(range(0, 600)));
        Future<List<long[]>> first = criu.questions(2);
        criu.ask(0, 16);
        assertThat(first.get()).containsExactly(new long[] {GET, 0, 8}, new long[] {GET, 8, 8});
        criu.arrive(0, 8, 8);
        criu.assertAnswer(0, 8);

        // What is on its way is waited for, and not asked for again.
        int ahead = (int) (PagePrefetch.MOST_COMING / PagePrefetch.PIECE);
        Future<List<long[]>> next = criu.questions(ahead);
        criu.ask(8, 32);
        assertThat(next.get())
                .as("the path is quick")
                .startsWith(new long[] {GET, 16, 16}, new long[] {GET, 32, 16})
                .endsWith(new long[] {GET, ahead * 16, 16});
        criu.arrive(8, 8, 8);
        criu.assertAnswer(8, 8);
        criu.arrive(16, 16, 16);
        Future<long[]> behind = criu.question();
        criu.ask(16, 16);
        criu.assertAnswer(16, 16);
        assertThat(behind.get()).containsExactly(GET, ahead * 16 + 16, 16);
    }

    @Test
    void nothingIsAskedForAheadInTheBeginningWhilePagesAreTouched() throws Exception {
        criu.desk().know(List.of(range(0, 600)));
        Future<long[]> touched = criu.question();
        criu.ask(100, 1);
        assertThat(touched.get()).containsExactly(GET, 100, 8);
        criu.come(100, 101, 102, 103, 104, 105, 106, 107);
        criu.assertAnswer(100, 1);

        Future<long[]> background = criu.question();
        criu.ask(0, 16);
        assertThat(background.get()).containsExactly(GET, 0, 16);
        Future<long[]> more = criu.question();
        criu.ask(200, 1);
        assertThat(more.get()).as("it waits behind one small answer").containsExactly(GET, 200, 8);
    }

    /**
     * A forked child asks for what its parent waits for: it comes once, so it is asked for anew.
     */
    @Test
    void whatIsOnItsWayForAnotherIsAskedForAgain() throws Exception {
        criu.desk().know(List.of(range(0, 600)));
        Future<List<long[]>> first = criu.questions(2);
        criu.ask(0, 16);
        assertThat(first.get()).hasSize(2);
        Future<long[]> twin = criu.question();
        criu.ask(4, 1);
        assertThat(twin.get()).containsExactly(GET, 4, 1);
        criu.arrive(0, 8, 8);
        criu.assertAnswer(0, 1);
        criu.assertAnswer(4, 1);
    }

    /** As CRIU walks through its list, with pages that are touched in between. */
    @Test
    void aMemoryWhoseListIsKnownIsAskedForOnce() throws Exception {
        int size = 3000;
        criu.desk()
                .know(List.of(range(0, 1024), range(1024, 900), range(1924, 1), range(1925, 1075)));
        criu.runClock();
        criu.serveAll(size);
        criu.come(0);
        criu.ask(0, 1);
        criu.assertAnswer(0, 1);
        criu.pass(Duration.ofSeconds(1));
        Random chance = new Random(12);
        TreeSet<Integer> missing = new TreeSet<>();
        IntStream.range(1, size).forEach(missing::add);
        while (!missing.isEmpty()) {
            boolean touch = chance.nextInt(4) == 0;
            int wanted =
                    touch
                            ? requireNonNull(missing.ceiling(chance.nextInt(missing.last() + 1)))
                            : missing.first();
            int most = 1;
            while (!touch && most < 16 && missing.contains(wanted + most)) {
                most++;
            }
            criu.ask(wanted, most);
            int has = criu.assertAnswer(wanted, 0);
            IntStream.range(wanted, wanted + has).forEach(missing::remove);
        }
        assertThat(criu.served()).doesNotHaveDuplicates();
    }

    private static PageRange range(int first, int pages) {
        return new PageRange(1, PlayedFetcher.BASE + (long) first * PageRange.PAGE, pages);
    }
}
