package io.transship.manager.checks;

import io.transship.core.failure.TransshipException;
import io.transship.manager.checks.SideFinding.Verdict;
import io.transship.manager.migration.Admission;
import io.transship.manager.migration.MigrationRequest;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a migration begin only if source and target are fit for it: the same checks as {@code
 * transship check}, before anything is touched.
 */
public final class CheckedAdmission implements Admission {

    private static final Logger LOG = LoggerFactory.getLogger(CheckedAdmission.class);

    private final FitnessChecks checks;

    /** Asks these checks. */
    public CheckedAdmission(FitnessChecks checks) {
        this.checks = checks;
    }

    @Override
    public void admit(MigrationRequest request) {
        List<TransshipException> hindrances =
                checks
                        .move(
                                request.container(),
                                request.source(),
                                request.target(),
                                request.mode())
                        .stream()
                        .filter(each -> each.verdict() == Verdict.FAILURE)
                        .map(SideFinding::failure)
                        .map(Objects::requireNonNull)
                        .toList();
        hindrances.forEach(each -> LOG.info("{} can't move: {}", request.container(), each.line()));
        if (!hindrances.isEmpty()) {
            throw hindrances.getFirst();
        }
    }
}
