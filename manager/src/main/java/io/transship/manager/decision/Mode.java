package io.transship.manager.decision;

/** What happens with a decision to move. */
public enum Mode {
    /** It is kept as a proposal. */
    ADVISE,
    /** It is carried out. */
    AUTOMATIC,
    /** Nothing is decided. */
    OFF
}
