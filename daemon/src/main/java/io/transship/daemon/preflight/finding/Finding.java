package io.transship.daemon.preflight.finding;

import io.transship.core.failure.FailureCode;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at (docs/checks.md).
 *
 * @param subject what was looked at: "CRIU", "memory"
 * @param verdict what came of it
 * @param detail what was found
 * @param problem what is wrong; none if all is well
 */
public record Finding(String subject, Verdict verdict, String detail, @Nullable Problem problem) {

    /** What came of looking. */
    public enum Verdict {
        /** As it must be. */
        OK,
        /** A move is possible, at a price. */
        WARNING,
        /** A move is not possible. */
        FAILURE
    }

    /** All is well. */
    public static Finding ok(String subject, String detail) {
        return new Finding(subject, Verdict.OK, detail, null);
    }

    /** A move is possible, at a price. */
    public static Finding warning(String subject, String detail, Problem problem) {
        return new Finding(subject, Verdict.WARNING, detail, problem);
    }

    /** A move is not possible. */
    public static Finding failure(String subject, String detail, Problem problem) {
        return new Finding(subject, Verdict.FAILURE, detail, problem);
    }

    /** A move is not possible; there is nothing more to tell. */
    public static Finding failure(String subject, FailureCode code, String sentence, String mend) {
        return failure(subject, "", new Problem(code, sentence, mend));
    }

    /** The same, but it hinders nothing. */
    public Finding asWarning() {
        return verdict == Verdict.FAILURE
                ? new Finding(subject, Verdict.WARNING, detail, problem)
                : this;
    }
}
