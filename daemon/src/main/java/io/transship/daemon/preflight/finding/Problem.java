package io.transship.daemon.preflight.finding;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;

/**
 * What is wrong.
 *
 * @param code symbolic, as everywhere
 * @param sentence what was found, one sentence
 * @param mend what to do about it, one sentence
 */
public record Problem(FailureCode code, String sentence, String mend) {

    /** A problem with the code's usual mend. */
    public static Problem of(FailureCode code, String sentence) {
        return new Problem(code, sentence, code.mend());
    }

    /** A failure as a problem. */
    public static Problem of(TransshipException failure) {
        return new Problem(failure.code(), String.valueOf(failure.getMessage()), failure.mend());
    }
}
