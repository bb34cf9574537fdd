package io.transship.lab.bench.migrate;

import io.transship.lab.bench.migrate.report.Move;
import io.transship.lab.testbed.Machine;

/** A container that goes to and fro between two hosts; ours or a peer's. Used by one thread. */
interface Course extends AutoCloseable {

    /** Where the server answers. */
    String address();

    /**
     * Moves it to the other host and returns when that is over; the gap is the client's to tell.
     */
    Move move();

    /** Where the client runs. */
    Machine client();

    /** Removes the container. */
    @Override
    void close();
}
