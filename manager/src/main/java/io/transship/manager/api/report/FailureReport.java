package io.transship.manager.api.report;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;

/**
 * A failure.
 *
 * @param code symbolic, as in log and documentation
 * @param message what happened, one sentence
 * @param mend what to do about it
 */
public record FailureReport(String code, String message, String mend) {

    /** The report of a failure. */
    public static FailureReport of(TransshipException failure) {
        return new FailureReport(
                failure.code().name(), String.valueOf(failure.getMessage()), failure.mend());
    }

    /** A failure with the code's usual mend. */
    public static FailureReport of(FailureCode code, String message) {
        return new FailureReport(code.name(), message, code.mend());
    }
}
