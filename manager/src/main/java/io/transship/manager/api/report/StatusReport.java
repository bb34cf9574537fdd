package io.transship.manager.api.report;

import java.time.Instant;

/**
 * The manager at a glance.
 *
 * @param version of the program
 * @param since when it was started
 * @param mode "automatic", "advise" or "off"
 * @param policy where to
 * @param detector which and when
 * @param seed of what is left to chance
 * @param controller of the network
 * @param switches connected now
 * @param hosts configured
 * @param hostsReachable whose daemon answers
 * @param containers managed
 * @param migrations under way
 * @param proposals that wait for approval
 * @param detection what detection said last
 * @param store where history is, and what waits or was lost
 * @param configuration whether the file in force is valid and all of it in use
 */
public record StatusReport(
        String version,
        Instant since,
        String mode,
        String policy,
        String detector,
        long seed,
        ControllerReport controller,
        int switches,
        int hosts,
        int hostsReachable,
        int containers,
        int migrations,
        int proposals,
        String detection,
        StoreReport store,
        String configuration) {}
