package io.transship.daemon.session.pages.ahead;

import static java.util.Objects.requireNonNull;

import io.transship.daemon.transfer.tunnel.LocalSocket;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The target's end of a post-copy's tunnel, before CRIU's fetcher: what is here already is answered
 * at once, the rest is asked of the source, and with it what CRIU will want next ({@link
 * PagePrefetch}). It stands for CRIU's socket from the session's beginning, so that pages may come
 * before CRIU does.
 *
 * <p>While the copy touches page after page, what CRIU fetches in the background would be in their
 * way: it asks for that between two of them, and its answers come in order. So such an answer waits
 * until it is quiet, and gives a single page when it has to go first.
 *
 * <p>CRIU expects its answers in the order of its questions, each about the pages asked for, from
 * the first on; an answer may be shorter than the question, then it asks for the rest again. A page
 * is handed out as often as it is asked for: a forked child asks for what its parent had. None is
 * ever old, since the source's container stands still until all are here. Thread-safe.
 */
public final class PageDesk implements LocalSocket {

    /** Nothing is asked for ahead when so much is here or on its way: 4 MiB. */
    private static final long ENOUGH = 1024;

    /** While pages are touched the background stands back, and so long after it. */
    private static final Duration QUIET = Duration.ofMillis(20);

    /** And only in the beginning: the copy has to get all of its pages. */
    private static final Duration BEGINNING = Duration.ofSeconds(1);

    private static final byte[] GO = "go\n".getBytes(StandardCharsets.US_ASCII);

    private final CompletableFuture<LocalSocket> criu = new CompletableFuture<>();
    private final Object lock = new Object();
    private final PageShelf shelf = new PageShelf();
    private final Deque<Ask> waiting = new ArrayDeque<>();
    private final PagePrefetch ahead = new PagePrefetch();
    private final PageAnswers answers = new PageAnswers(new Clerk());
    private final Questions questions = new Questions();
    private final Arrivals arrivals = new Arrivals();
    private final LongSupplier nanoTime;
    private volatile boolean closing;
    private boolean anyTouched;
    private long firstTouched;
    private long lastTouched;
    private boolean willLook;

    /**
     * A desk at which nobody asks yet.
     *
     * @param nanoTime a monotonic clock
     */
    public PageDesk(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** CRIU's fetcher is there, or what waits for the word to become it. */
    public void connect(LocalSocket socket) throws IOException {
        if (!criu.complete(socket)) {
            socket.close();
        }
    }

    /**
     * Gives the word: the dump's files are there.
     *
     * @param dump their folder
     */
    public void begin(Path dump) throws IOException {
        OutputStream out = criu.join().out();
        out.write(GO);
        out.flush();
        know(PagemapImage.leftOut(dump));
    }

    /** What CRIU will ask for. */
    void know(List<PageRange> leftOut) {
        synchronized (lock) {
            ahead.know(leftOut);
        }
    }

    @Override
    public InputStream in() {
        return questions;
    }

    @Override
    public OutputStream out() {
        return arrivals;
    }

    @Override
    public void endOutput() throws IOException {
        criu.join().endOutput();
    }

    @Override
    public void close() throws IOException {
        if (!criu.completeExceptionally(new IOException("the tunnel is over"))
                && !criu.isCompletedExceptionally()) {
            criu.join().close();
        }
        synchronized (lock) {
            waiting.clear();
            shelf.clear();
        }
    }

    /**
     * A question of CRIU's.
     *
     * @return what the source is to be asked for
     */
    private List<PageRange> ask(PageRange asked) throws IOException {
        synchronized (lock) {
            Ask ask = new Ask(asked);
            if (ask.isTouched()) {
                touched();
            }
            while (!ask.isReady() && shelf.has(asked.image(), ask.next())) {
                ask.add(requireNonNull(shelf.take(asked.image(), ask.next())));
            }
            ask.content();
            if (asked.pages() >= PagePrefetch.PIECE && !shelf.has(asked.image(), ask.next())) {
                ask.standBack();
            }
            // Who asks now shall not wait for the rest of what was asked for before.
            waiting.forEach(Ask::content);
            boolean here = ask.hasAny() || isOnItsWay(asked);
            waiting.add(ask);
            answerReady();
            return questions(asked, here);
        }
    }

    /** Not if it is for another: it comes once. */
    private boolean isOnItsWay(PageRange asked) {
        return ahead.isComing(asked.image(), asked.address())
                && waiting.stream().noneMatch(ask -> ask.mayWant(asked.image(), asked.address()));
    }

    private List<PageRange> questions(PageRange asked, boolean here) {
        long now = nanoTime.getAsLong();
        List<PageRange> questions = new ArrayList<>();
        if (!here) {
            PageRange wanted = wanted(asked);
            ahead.sent(wanted, now);
            questions.add(wanted);
        }
        if (asked.pages() > 1 && !pagesAreTouched()) {
            // Whatever fills the shelf is not what CRIU wants, if that is not here.
            long room = here ? ENOUGH - shelf.size() : ENOUGH;
            questions.addAll(ahead.more(asked, room, now));
        }
        return questions;
    }

    /** What the source is asked for: a few more than one, and none that is here. */
    private PageRange wanted(PageRange asked) {
        boolean touched = asked.pages() == 1;
        long around = touched ? ahead.around() : Math.min(asked.pages(), ahead.piece());
        Optional<PageRange> known =
                ahead.together(new PageRange(asked.image(), asked.address(), around));
        if (known.isPresent()) {
            return known.get();
        }
        long most = touched ? around : new Ask(asked).range().pages();
        long pages = 1;
        while (pages < most
                && !shelf.has(asked.image(), asked.address() + pages * PageRange.PAGE)) {
            pages++;
        }
        return new PageRange(asked.image(), asked.address(), pages);
    }

    private void answerReady() throws IOException {
        for (Ask first = waiting.peek(); first != null && first.isReady(); first = waiting.peek()) {
            if (first.standsBack() && pagesAreTouched()) {
                if (waiting.stream().noneMatch(Ask::isTouched)) {
                    lookLater();
                    return;
                }
                // It has to go before what is waited for, so as little of it as can be.
                putBack(first);
            }
            waiting.remove();
            OutputStream out = criu.join().out();
            out.write(first.answer());
            out.flush();
        }
    }

    private void touched() {
        lastTouched = nanoTime.getAsLong();
        firstTouched = anyTouched ? firstTouched : lastTouched;
        anyTouched = true;
    }

    private boolean pagesAreTouched() {
        long now = nanoTime.getAsLong();
        return anyTouched
                && now - lastTouched < QUIET.toNanos()
                && now - firstTouched < BEGINNING.toNanos();
    }

    private void putBack(Ask ask) {
        PageRange range = ask.range();
        long address = range.address();
        for (byte[] page : ask.keepFirst()) {
            address += PageRange.PAGE;
            shelf.put(range.image(), address, page);
        }
    }

    private void lookLater() {
        if (!willLook) {
            willLook = true;
            CompletableFuture.delayedExecutor(QUIET.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::look);
        }
    }

    private void look() {
        synchronized (lock) {
            willLook = false;
            try {
                answerReady();
            } catch (IOException | CompletionException e) {
                // Whoever reads CRIU's questions finds out, too, and it is said there.
                waiting.clear();
            }
        }
    }

    /** Takes what comes for whoever waits for it. */
    private final class Clerk implements PageAnswers.Sink {

        @Override
        public void began(PageRange answer) {
            synchronized (lock) {
                ahead.began(answer, nanoTime.getAsLong());
            }
        }

        @Override
        public void page(long image, long address, byte[] content) throws IOException {
            synchronized (lock) {
                ahead.came(image, address);
                for (Ask ask : waiting) {
                    if (ask.wants(image, address)) {
                        ask.add(content);
                        if (ask != waiting.peekLast()) {
                            ask.content();
                        }
                        answerReady();
                        return;
                    }
                }
                shelf.put(image, address, content);
            }
        }

        @Override
        public void answered(PageRange answer) throws IOException {
            synchronized (lock) {
                ahead.answered(answer, nanoTime.getAsLong());
                waiting.forEach(Ask::content);
                answerReady();
            }
        }

        @Override
        public boolean isClosing() {
            return closing;
        }

        @Override
        public void closed(byte[] status) throws IOException {
            OutputStream out = criu.join().out();
            out.write(status);
            out.flush();
        }
    }

    /** What CRIU's page server says. */
    private final class Arrivals extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            answers.passed(bytes, offset, length);
        }
    }

    /** What it is asked; for whoever reads alone. */
    private final class Questions extends InputStream {

        private final ByteBuffer header = PageMessage.buffer();
        private ByteBuffer next = ByteBuffer.allocate(0);

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            while (length > 0 && !next.hasRemaining()) {
                if (!readHeader(criu.join().in())) {
                    return -1;
                }
                handle();
            }
            int part = Math.min(length, next.remaining());
            next.get(into, offset, part);
            return part;
        }

        private boolean readHeader(InputStream from) throws IOException {
            byte[] bytes = from.readNBytes(PageMessage.HEADER);
            if (bytes.length == 0) {
                return false;
            }
            if (bytes.length < PageMessage.HEADER) {
                throw new EOFException("CRIU's page socket ended within a question");
            }
            header.clear().put(bytes);
            return true;
        }

        private void handle() throws IOException {
            if (PageMessage.isClose(header)) {
                closing = true;
                next = header.duplicate().flip();
            } else if (closing || !PageMessage.isGet(header)) {
                throw PageMessage.violation("a question of kind " + header.getInt(0));
            } else {
                next = PageMessage.gets(ask(PageMessage.range(header)));
            }
        }
    }
}
