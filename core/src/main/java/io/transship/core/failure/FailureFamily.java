package io.transship.core.failure;

/** The families of errors; 1 to 4 are the thesis' error codes (thesis 4.2). */
public enum FailureFamily {
    /** Bad input or a machine that lacks something; found before anything was touched. */
    PREFLIGHT(0),
    /** The source could not take a checkpoint. */
    CHECKPOINT(1),
    /** Files could not be sent. */
    TRANSFER(2),
    /** Two parties could not reach each other. */
    CONNECTION(3),
    /** The target could not receive, or not restore. */
    RECEIVE(4);

    private final int number;

    FailureFamily(int number) {
        this.number = number;
    }

    /** The number on the wire, 0 to 4. */
    public int number() {
        return number;
    }
}
