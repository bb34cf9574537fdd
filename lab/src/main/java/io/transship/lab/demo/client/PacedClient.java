package io.transship.lab.demo.client;

import java.io.IOException;
import java.time.Duration;

/** Asks a server at a pace and keeps the books of what comes back. Thread-safe; one use. */
public interface PacedClient extends AutoCloseable {

    /**
     * The checksum that the server makes of its state now. One call at a time.
     *
     * @throws IOException if the server does not tell it within {@code patience}
     */
    long checksum(Duration patience) throws IOException, InterruptedException;

    /** Begins to ask, one request each {@code period}. */
    void start(Duration period);

    /** Asks no more and waits until every request has its reply, or so long. */
    ClientReport drain(Duration patience) throws InterruptedException;

    /** What was seen so far. */
    ClientReport report();

    /**
     * The longest silence since this was asked before, one that has not ended yet included, in ms.
     */
    double takeLongestGapMs();

    @Override
    void close() throws IOException;
}
