package io.transship.lab.faults;

import io.transship.core.failure.FailureCode;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people may be told of a fault that a migration did not survive. */
final class Expected {

    /** Somebody does not answer any more. */
    private static final Set<FailureCode> CUT_OFF =
            Set.of(
                    FailureCode.PEER_UNREACHABLE,
                    FailureCode.TRANSFER_FAILED,
                    FailureCode.NETWORK_UNAVAILABLE,
                    FailureCode.MIGRATION_UNKNOWN,
                    FailureCode.DEADLINE_EXCEEDED,
                    FailureCode.POSTCOPY_LOST);

    private Expected() {}

    /** The symbolic codes. */
    static Set<String> codes(Fault fault) {
        return of(fault.kind()).map(FailureCode::name).collect(Collectors.toSet());
    }

    private static Stream<FailureCode> of(FaultKind kind) {
        return switch (kind) {
            case KILL_MANAGER -> Stream.of(FailureCode.INTERNAL);
            case KILL_SOURCE_ENGINE, KILL_TARGET_ENGINE ->
                    Stream.of(
                            FailureCode.ENGINE_FAILED,
                            FailureCode.CHECKPOINT_FAILED,
                            FailureCode.RESTORE_FAILED);
            case KILL_SOURCE_DAEMON,
                    KILL_TARGET_DAEMON,
                    POWER_CUT_SOURCE,
                    POWER_CUT_TARGET,
                    CUT_DATA_OF_SOURCE,
                    CUT_DATA_OF_TARGET,
                    CUT_MANAGEMENT_OF_SOURCE,
                    CUT_MANAGEMENT_OF_TARGET ->
                    CUT_OFF.stream();
            case FILL_DISK_OF_SOURCE, FILL_DISK_OF_TARGET ->
                    Stream.of(
                            FailureCode.DISK_FULL,
                            FailureCode.CHECKPOINT_FAILED,
                            FailureCode.TRANSFER_FAILED);
            case CORRUPT_IMAGE_AT_SOURCE,
                    TRUNCATE_IMAGE_AT_SOURCE,
                    CORRUPT_IMAGE_AT_TARGET,
                    TRUNCATE_IMAGE_AT_TARGET ->
                    Stream.of(
                            FailureCode.DIGEST_MISMATCH,
                            FailureCode.TRANSFER_FAILED,
                            FailureCode.RESTORE_FAILED);
            case WRONG_IMAGE_ON_TARGET -> Stream.of(FailureCode.IMAGE_UNAVAILABLE);
            case REFUSED_CONTROL_PORT, REFUSED_DATA_PORT ->
                    Stream.of(FailureCode.PEER_UNREACHABLE, FailureCode.TRANSFER_FAILED);
        };
    }
}
