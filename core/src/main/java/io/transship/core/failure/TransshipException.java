package io.transship.core.failure;

import org.jspecify.annotations.Nullable;

/**
 * An operating error: something that happens in a well-made program. Programmer errors are other
 * exceptions.
 */
public final class TransshipException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final String mend;

    /**
     * A failure with the code's usual mend. {@code message}: one sentence that says what happened
     * and to what.
     */
    public TransshipException(FailureCode code, String message) {
        this(code, message, code.mend(), null);
    }

    /** A failure with the code's usual mend and a cause. */
    public TransshipException(FailureCode code, String message, Throwable cause) {
        this(code, message, code.mend(), cause);
    }

    /** A failure with a mend of its own. */
    public TransshipException(
            FailureCode code, String message, String mend, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.mend = mend;
    }

    /** The symbolic code. */
    public FailureCode code() {
        return code;
    }

    /** What to do about it. */
    public String mend() {
        return mend;
    }

    /** One line for people: "POLICY_UNKNOWN: no policy 'fastest'. Choose …". */
    public String line() {
        return code + ": " + getMessage() + " " + mend;
    }
}
