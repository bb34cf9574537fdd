package io.transship.daemon.session.pages.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.testing.PageProtocol;
import io.transship.daemon.transfer.tunnel.LocalSocket;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A desk with CRIU's fetcher before it, which is a socket, and the source behind it. */
final class PlayedFetcher {

    static final long BASE = 0x40000;

    private static final int PAGE = 4096;
    private static final int GET = 7;
    private static final int ANSWER = 4 << 16 | 6;
    private static final int CLOSE = 0x1023;
    private static final int PATIENCE_MS = 25_000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong clock = new AtomicLong();
    private volatile boolean clockRuns;
    private final Queue<Integer> served = new ConcurrentLinkedQueue<>();
    private final PageDesk desk =
            new PageDesk(() -> clock.get() + (clockRuns ? System.nanoTime() : 0));
    private final Socket criu;
    private final DataInputStream answers;

    PlayedFetcher() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket door = new ServerSocket(0, 1, loopback)) {
            criu = new Socket(loopback, door.getLocalPort());
            criu.setSoTimeout(PATIENCE_MS);
            answers = new DataInputStream(criu.getInputStream());
            desk.connect(LocalSocket.of(door.accept()));
        }
    }

    PageDesk desk() {
        return desk;
    }

    void end() throws IOException {
        desk.close();
        criu.close();
        threads.shutdownNow();
    }

    /** The desk's clock stands still, unless it is moved or runs. */
    void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    void runClock() {
        clockRuns = true;
    }

    void say(byte[] words) throws IOException {
        criu.getOutputStream().write(words);
    }

    void endOutput() throws IOException {
        criu.shutdownOutput();
    }

    DataInputStream answers() {
        return answers;
    }

    /** From now on the next answer is waited for so long only. */
    void patience(int millis) throws IOException {
        criu.setSoTimeout(millis);
    }

    /** Answers the desk's questions about a memory of so many pages. */
    void serveAll(int size) {
        var _ = threads.submit((Callable<Void>) () -> serve(size));
    }

    /** The pages that the source was asked for while it served. */
    List<Integer> served() {
        return List.copyOf(served);
    }

    /** A page server that gives at most what is asked for, and never goes beyond the end. */
    private Void serve(int size) throws IOException {
        byte[] header = new byte[32];
        while (desk.in().readNBytes(header, 0, 32) == 32) {
            ByteBuffer asked = ByteBuffer.wrap(header).order(ByteOrder.nativeOrder());
            int first = (int) ((asked.getLong(16) - BASE) / PAGE);
            int pages = (int) Math.min(asked.getLong(8), size - first);
            IntStream.range(first, first + pages).forEach(served::add);
            arrive(first, pages, pages);
        }
        return null;
    }

    void ask(int page, int pages) throws IOException {
        say(PageProtocol.header(GET, pages, BASE + page * PAGE, 1));
    }

    void close() throws IOException {
        say(PageProtocol.header(CLOSE, 0, 0, 0));
    }

    /** The next question to the source: command, first page, number of pages. */
    Future<long[]> question() {
        return threads.submit(
                () -> {
                    byte[] bytes = desk.in().readNBytes(32);
                    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
                    return new long[] {
                        header.getInt(0), (header.getLong(16) - BASE) / PAGE, header.getLong(8)
                    };
                });
    }

    Future<List<long[]>> questions(int howMany) {
        return threads.submit(
                () -> {
                    List<long[]> all = new ArrayList<>();
                    for (int i = 0; i < howMany; i++) {
                        all.add(question().get());
                    }
                    return all;
                });
    }

    /** Pages that lie beside each other come, in one answer. */
    void come(int... pages) throws IOException {
        arrive(pages[0], pages.length, pages.length);
    }

    /** An answer that says it has so many pages, of which so many come now. */
    void arrive(int first, int pages, int now) throws IOException {
        OutputStream out = desk.out();
        out.write(PageProtocol.header(ANSWER, pages, BASE + first * PAGE, 1));
        finish(first, now);
    }

    void finish(int first, int pages) throws IOException {
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
    int assertAnswer(int page, int pages) throws IOException {
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
