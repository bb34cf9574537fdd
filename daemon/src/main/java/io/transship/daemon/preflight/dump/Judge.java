package io.transship.daemon.preflight.dump;

import io.transship.daemon.preflight.container.Snapshot;
import java.util.List;

/** Looks at one kind of thing that CRIU may not be able to dump. Pure. */
interface Judge {

    /** What it looks at, a word or two. */
    String subject();

    /** Whether what it objects to hinders a move. */
    default boolean hinders() {
        return true;
    }

    /** Each thing that can't be dumped: process, descriptor and object in one sentence. */
    List<String> objections(Snapshot container);

    /** What to do about them. */
    String mend();
}
