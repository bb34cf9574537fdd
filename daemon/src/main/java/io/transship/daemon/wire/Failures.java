package io.transship.daemon.wire;

import io.grpc.Status;
import io.grpc.StatusException;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.proto.v1.Failure;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures on the wire and in the program. */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int MAX_TEXT = 2000;

    private Failures() {}

    /**
     * What is sent; a defect is logged with its trace and named INTERNAL. An operating error behind
     * it goes along as its cause, one that is behind that one does not.
     */
    public static Failure toWire(Throwable thrown) {
        TransshipException failure = of(thrown);
        Failure.Builder message = message(failure);
        if (failure.getCause() instanceof TransshipException cause) {
            message.setCause(message(cause));
        }
        return message.build();
    }

    private static Failure.Builder message(TransshipException failure) {
        return Failure.newBuilder()
                .setFamily(failure.code().family().number())
                .setCode(failure.code().name())
                .setMessage(cut(String.valueOf(failure.getMessage())))
                .setMend(failure.mend());
    }

    /** The operating error that {@code thrown} is, or INTERNAL. */
    public static TransshipException of(Throwable thrown) {
        return switch (thrown) {
            case TransshipException failure -> failure;
            case StatusException status -> of(status);
            case InterruptedException e ->
                    new TransshipException(FailureCode.INTERNAL, "the daemon is stopping.", e);
            default -> {
                LOG.error("Unexpected failure", thrown);
                yield new TransshipException(
                        FailureCode.INTERNAL, "unexpected failure: " + thrown + ".", thrown);
            }
        };
    }

    private static TransshipException of(StatusException status) {
        Status.Code code = status.getStatus().getCode();
        FailureCode ours =
                switch (code) {
                    case DEADLINE_EXCEEDED -> FailureCode.DEADLINE_EXCEEDED;
                    case UNAUTHENTICATED, PERMISSION_DENIED -> FailureCode.PEER_NOT_TRUSTED;
                    default -> FailureCode.PEER_UNREACHABLE;
                };
        return new TransshipException(
                ours,
                "the call to the other daemon ended with "
                        + code.name().toLowerCase(Locale.ROOT)
                        + ": "
                        + status.getStatus().getDescription()
                        + ".",
                status);
    }

    /** What a peer reported, as if it had happened here. */
    public static TransshipException fromWire(Failure failure) {
        FailureCode code;
        try {
            code = FailureCode.valueOf(failure.getCode());
        } catch (IllegalArgumentException e) {
            code = FailureCode.INTERNAL;
        }
        return new TransshipException(code, cut(failure.getMessage()), code.mend(), null);
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
