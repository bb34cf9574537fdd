package io.transship.daemon.session.pages.ahead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.PageProtocol;
import io.transship.daemon.transfer.tunnel.LocalSocket;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The desk between CRIU's fetcher, which is a socket here, and the source, which the test plays.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageDeskTest {

    private static final int PAGE = 4096;
    private static final int GET = 7;
    private static final int ANSWER = 4 << 16 | 6;
    private static final int CLOSE = 0x1023;
    private static final long BASE = 0x40000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong clock = new AtomicLong();
    private volatile boolean clockRuns;
    private final PageDesk desk =
            new PageDesk(() -> clock.get() + (clockRuns ? System.nanoTime() : 0));
    private Socket criu;
    private DataInputStream answers;

    @BeforeEach
    void connect() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket door = new ServerSocket(0, 1, loopback)) {
            criu = new Socket(loopback, door.getLocalPort());
            criu.setSoTimeout(25_000);
            answers = new DataInputStream(criu.getInputStream());
            desk.connect(LocalSocket.of(door.accept()));
        }
    }

    @AfterEach
    void end() throws IOException {
        desk.close();
        criu.close();
        threads.shutdownNow();
    }

    @Test
    void theWordIsTheFirstThatIsSaid() throws IOException {
        desk.begin();
        assertThat(answers.readNBytes(3)).isEqualTo("go\n".getBytes());
    }

    @Test
    void whatIsHereIsAnsweredWithoutTheSource() throws Exception {
        come(1, 2, 3);
        Future<long[]> question = question();
        ask(1, 1);
        ask(2, 1);
        assertAnswer(1, 1);
        assertAnswer(2, 1);

        // Page 3 is here, and 4 is not: the answer is short, and CRIU asks for the rest.
        ask(3, 2);
        assertAnswer(3, 1);
        ask(4, 1);
        assertThat(question.get()).containsExactly(GET, 4, 8);
    }

    @Test
    void aPageThatIsTouchedBringsItsNeighboursAlong() throws Exception {
        Future<long[]> question = question();
        ask(10, 1);
        assertThat(question.get()).containsExactly(GET, 10, 8);
        come(10, 11, 12);
        assertAnswer(10, 1);

        Future<long[]> next = question();
        ask(11, 2);
        assertAnswer(11, 2);
        close();
        assertThat(next.get()[0]).isEqualTo(CLOSE);
    }

    @Test
    void neighboursThatAreHereAreNotAskedForAgain() throws Exception {
        come(13);
        Future<long[]> question = question();
        ask(10, 1);
        assertThat(question.get()).containsExactly(GET, 10, 3);
        Future<long[]> longer = question();
        ask(5, 64);
        assertThat(longer.get()).containsExactly(GET, 5, 8);
    }

    @Test
    void answersKeepTheOrderOfTheQuestions() throws Exception {
        come(20);
        Future<long[]> question = question();
        ask(1, 4);
        assertThat(question.get()).containsExactly(GET, 1, 4);
        Future<long[]> second = question();
        ask(20, 1);
        ask(30, 1);
        assertThat(second.get()).containsExactly(GET, 30, 8);
        // Nothing is said before the first question can be answered, and then with what there is.
        arrive(1, 4, 1);
        assertAnswer(1, 1);
        assertAnswer(20, 1);
        finish(2, 3);
        come(30);
        assertAnswer(30, 1);
        Future<long[]> none = question();
        ask(2, 3);
        assertAnswer(2, 3);
        close();
        assertThat(none.get()[0]).isEqualTo(CLOSE);
    }

    @Test
    void theBackgroundStandsBackWhilePagesAreTouched() throws Exception {
        come(IntStream.range(100, 116).toArray());
        come(1, 2);
        Future<long[]> none = question();
        ask(1, 1);
        assertAnswer(1, 1);
        ask(100, 16);
        ask(2, 1);
        // It goes first, with as little as can be; the rest is still here.
        assertAnswer(100, 1);
        assertAnswer(2, 1);

        ask(101, 16);
        criu.setSoTimeout(100);
        assertThatThrownBy(answers::read).isInstanceOf(SocketTimeoutException.class);
        criu.setSoTimeout(25_000);
        clock.addAndGet(Duration.ofMillis(20).toNanos());
        assertAnswer(101, 15);
        close();
        assertThat(none.get()[0]).isEqualTo(CLOSE);
    }

    @Test
    void itStandsBackInTheBeginningOnly() throws Exception {
        come(IntStream.range(100, 116).toArray());
        come(1, 2);
        Future<long[]> none = question();
        ask(1, 1);
        assertAnswer(1, 1);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        ask(2, 1);
        assertAnswer(2, 1);
        ask(100, 16);
        assertAnswer(100, 16);
        close();
        assertThat(none.get()[0]).isEqualTo(CLOSE);
    }

    @Test
    void aPageThatWasOnItsWayAnswersAtOnceAndComesTwiceWithoutHarm() throws Exception {
        Future<long[]> question = question();
        ask(1, 1);
        assertThat(question.get()).containsExactly(GET, 1, 8);
        come(1);
        assertAnswer(1, 1);
        come(1, 2);
        Future<long[]> none = question();
        ask(2, 1);
        assertAnswer(2, 1);
        close();
        assertThat(none.get()[0]).isEqualTo(CLOSE);
    }

    @Test
    void whatAForkedChildAsksForAgainIsAskedOfTheSourceAgain() throws Exception {
        come(1);
        ask(1, 1);
        Future<long[]> question = question();
        assertAnswer(1, 1);
        ask(1, 1);
        assertThat(question.get()).containsExactly(GET, 1, 8);
        Future<long[]> twin = question();
        ask(1, 1);
        assertThat(twin.get()).containsExactly(GET, 1, 8);
        come(1);
        come(1);
        assertAnswer(1, 1);
        assertAnswer(1, 1);
    }

    @Test
    void theEndPassesBothWays() throws Exception {
        Future<long[]> question = question();
        close();
        assertThat(question.get()[0]).isEqualTo(CLOSE);
        // What is still on its way does not disturb it.
        come(7, 8);
        desk.out().write(new byte[4]);
        assertThat(answers.readInt()).isZero();
        desk.endOutput();
        assertThat(answers.read()).isEqualTo(-1);
        criu.shutdownOutput();
        assertThat(desk.in().read(new byte[99])).isEqualTo(-1);
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
            criu.getOutputStream().write(question);
            assertThatThrownBy(() -> desk.in().read(new byte[32]))
                    .isInstanceOf(TransshipException.class);
        }
    }

    /** More than the shelf holds: the oldest are gone from it, and asked for again. */
    @Test
    void whatNobodyAsksForDoesNotPileUp() throws Exception {
        for (int page = 0; page <= PageShelf.MOST; page++) {
            come(page);
        }
        ask(PageShelf.MOST, 1);
        Future<long[]> question = question();
        assertAnswer(PageShelf.MOST, 1);
        ask(0, 1);
        assertThat(question.get()).containsExactly(GET, 0, 1);
    }

    /** Whatever comes in whatever order: in the end CRIU has each page once, as it was. */
    @Test
    void aWholeMemoryComesOverOnceAndIntact() throws Exception {
        clockRuns = true;
        Random chance = new Random(11);
        int size = 600;
        for (int page = 0; page < size; page += 1 + chance.nextInt(9)) {
            come(page);
        }
        var _ = threads.submit((Callable<Void>) () -> serve(size));
        Set<Integer> missing = new HashSet<>();
        for (int page = 0; page < size; page++) {
            missing.add(page);
        }
        while (!missing.isEmpty()) {
            int wanted = chance.nextInt(size);
            if (missing.contains(wanted)) {
                int most = Math.min(chance.nextBoolean() ? 1 : 16, size - wanted);
                ask(wanted, most);
                int end = wanted + assertAnswer(wanted, 0);
                for (int page = wanted; page < end; page++) {
                    missing.remove(page);
                }
            }
        }
    }

    /** A page server that gives at most what is asked for, and never goes beyond the end. */
    private Void serve(int size) throws IOException {
        byte[] header = new byte[32];
        while (desk.in().readNBytes(header, 0, 32) == 32) {
            ByteBuffer asked = ByteBuffer.wrap(header).order(ByteOrder.nativeOrder());
            int first = (int) ((asked.getLong(16) - BASE) / PAGE);
            int pages = (int) Math.min(asked.getLong(8), size - first);
            arrive(first, pages, pages);
        }
        return null;
    }

    private void ask(int page, int pages) throws IOException {
        criu.getOutputStream().write(PageProtocol.header(GET, pages, BASE + page * PAGE, 1));
    }

    private void close() throws IOException {
        criu.getOutputStream().write(PageProtocol.header(CLOSE, 0, 0, 0));
    }

    /** The next question to the source: command, first page, number of pages. */
    private Future<long[]> question() {
        return threads.submit(
                () -> {
                    byte[] bytes = desk.in().readNBytes(32);
                    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
                    return new long[] {
                        header.getInt(0), (header.getLong(16) - BASE) / PAGE, header.getLong(8)
                    };
                });
    }

    /** Pages that lie beside each other come, in one answer. */
    private void come(int... pages) throws IOException {
        arrive(pages[0], pages.length, pages.length);
    }

    /** An answer that says it has so many pages, of which so many come now. */
    private void arrive(int first, int pages, int now) throws IOException {
        OutputStream out = desk.out();
        out.write(PageProtocol.header(ANSWER, pages, BASE + first * PAGE, 1));
        finish(first, now);
    }

    private void finish(int first, int pages) throws IOException {
        for (int page = first; page < first + pages; page++) {
            desk.out().write(content(page));
        }
    }

    private static byte[] content(int page) {
        byte[] content = new byte[PAGE];
        new Random(page).nextBytes(content);
        return content;
    }

    /** The next answer is about these pages; 0: however many. Returns how many it has. */
    private int assertAnswer(int page, int pages) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(answers.readNBytes(32)).order(ByteOrder.nativeOrder());
        assertThat(header.getInt(0)).isEqualTo(ANSWER);
        assertThat((header.getLong(16) - BASE) / PAGE).isEqualTo(page);
        assertThat(header.getLong(24)).isEqualTo(1);
        int has = (int) header.getLong(8);
        assertThat(has).isPositive();
        if (pages > 0) {
            assertThat(has).isEqualTo(pages);
        }
        for (int each = page; each < page + has; each++) {
            assertThat(answers.readNBytes(PAGE)).isEqualTo(content(each));
        }
        return has;
    }
}
