package io.transship.manager.decision;

import io.transship.core.model.DatapathId;
import java.time.Duration;
import java.util.Set;

/** Puts the collectors into customized mode. */
@FunctionalInterface
public interface CustomizedMode {

    /** Watches a set of switches more closely for a time, under the name of a session. */
    void customize(String session, Set<DatapathId> switches, Duration time);
}
