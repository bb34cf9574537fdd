package io.transship.manager.sdn;

/** A controller from its start to its end, and what it is. Thread-safe. */
public interface ControllerLife extends AutoCloseable {

    /**
     * Begins to work; does not wait for switches.
     *
     * @throws io.transship.core.failure.TransshipException PORT_IN_USE
     */
    void start();

    /** What it is, and whether it works. */
    ControllerDescription describe();

    /** Ends; the switches keep their entries. */
    @Override
    void close();
}
