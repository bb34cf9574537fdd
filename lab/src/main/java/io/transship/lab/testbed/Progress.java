package io.transship.lab.testbed;

import java.time.Duration;

/** Hears how the building of a lab goes on; called from several threads, one after the other. */
@FunctionalInterface
public interface Progress {

    /** Nobody listens. */
    Progress SILENT = (stage, took) -> {};

    /**
     * A stage is done.
     *
     * @param stage what, for people: "switches", "machines", "daemon h2"
     * @param took how long that stage alone took; stages overlap
     */
    void done(String stage, Duration took);
}
