package io.transship.daemon.preflight.finding;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out checks, one after the other. */
public final class Checks {

    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    private Checks() {}

    /** The findings of all of them; a check that could not be carried out is a failure. */
    public static List<Finding> look(List<? extends Check> checks) {
        return checks.stream().flatMap(check -> look(check).stream()).toList();
    }

    private static List<Finding> look(Check check) {
        try {
            return check.look();
        } catch (TransshipException e) {
            return List.of(Finding.failure(check.subject(), "", Problem.of(e)));
        } catch (RuntimeException e) {
            LOG.error("The check of {} failed", check.subject(), e);
            return List.of(
                    Finding.failure(
                            check.subject(),
                            "",
                            Problem.of(
                                    FailureCode.INTERNAL,
                                    check.subject() + " could not be looked at: " + e + ".")));
        }
    }
}
