package io.transship.daemon.preflight.finding;

import java.util.List;

/** Looks at one subject; touches nothing, and never takes longer than its programs may run. */
public interface Check {

    /** What it looks at, a word or two. */
    String subject();

    /** What it found; at least one finding. */
    List<Finding> look();
}
