package io.transship.manager.api;

import io.transship.core.failure.FailureCode;

/** The HTTP status of each failure. */
final class HttpStatusOf {

    private HttpStatusOf() {}

    static int code(FailureCode code) {
        return switch (code) {
            case USAGE, CONFIG_INVALID -> 400;
            case TOKEN_INVALID -> 401;
            case HOST_UNKNOWN,
                    CONTAINER_UNKNOWN,
                    MIGRATION_UNKNOWN,
                    DECISION_UNKNOWN,
                    POLICY_UNKNOWN ->
                    404;
            case CONTAINER_CONFLICT,
                    MIGRATION_IN_PROGRESS,
                    MOVE_LIMITED,
                    ABORT_REFUSED,
                    DECISION_STALE ->
                    409;
            case UNSUPPORTED -> 422;
            case INTERNAL -> 500;
            case PEER_UNREACHABLE, PEER_NOT_TRUSTED, NETWORK_UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
            default -> 502;
        };
    }
}
