package io.transship.lab.faults;

import static io.transship.core.failure.FailureCode.CHECKPOINT_FAILED;
import static io.transship.core.failure.FailureCode.DEADLINE_EXCEEDED;
import static io.transship.core.failure.FailureCode.DIGEST_MISMATCH;
import static io.transship.core.failure.FailureCode.DISK_FULL;
import static io.transship.core.failure.FailureCode.ENGINE_FAILED;
import static io.transship.core.failure.FailureCode.MANAGER_ENDED;
import static io.transship.core.failure.FailureCode.MIGRATION_UNKNOWN;
import static io.transship.core.failure.FailureCode.NETWORK_UNAVAILABLE;
import static io.transship.core.failure.FailureCode.PEER_UNREACHABLE;
import static io.transship.core.failure.FailureCode.POSTCOPY_LOST;
import static io.transship.core.failure.FailureCode.RESTORE_FAILED;
import static io.transship.core.failure.FailureCode.TRANSFER_FAILED;

import io.transship.core.failure.FailureCode;
import io.transship.core.migration.MigrationMode;
import java.util.Optional;
import java.util.Set;

/**
 * How a migration may end after a fault, and what people may be told: one code where the step
 * decides it, several where it depends on who notices first.
 */
final class Expected {

    private static final String COMMITTED = "committed";
    private static final String ROLLED_BACK = "rolled-back";

    private Expected() {}

    /**
     * What is wrong with that end; empty if nothing is.
     *
     * @param reached whether the fault struck at its step
     */
    static Optional<String> against(Fault fault, boolean reached, String end, String code) {
        boolean adopted =
                reached
                        && !fault.step().isBefore(FaultStep.FETCHING)
                        && !diesBeforeItsAnswer(fault);
        boolean well =
                switch (end) {
                    case COMMITTED -> !(reached && mustGoBack(fault.kind()));
                    case ROLLED_BACK -> !adopted && known(codes(fault), code);
                    default -> fault.mayLoseContainer() && code.equals(POSTCOPY_LOST.name());
                };
        return well
                ? Optional.empty()
                : Optional.of(
                        "it ended as %s with '%s', where %s is due"
                                .formatted(
                                        end,
                                        code,
                                        adopted
                                                ? COMMITTED
                                                : ROLLED_BACK + " with one of " + codes(fault)));
    }

    /**
     * A target stands at this step before it says that it has adopted the copy: nobody was let
     * through yet, and the source still has everything.
     */
    private static boolean diesBeforeItsAnswer(Fault fault) {
        return fault.step() == FaultStep.FETCHING
                && (fault.kind() == FaultKind.KILL_TARGET_DAEMON
                        || fault.kind() == FaultKind.POWER_CUT_TARGET);
    }

    /**
     * The target of a post-copy notices by itself that its memory can't come. From the step at
     * which the manager may hear that the copy runs, it may be the target's word that comes first.
     */
    private static boolean targetMayMissTheSource(Fault fault) {
        return fault.mode() == MigrationMode.POST_COPY
                && !fault.step().isBefore(FaultStep.RESTORING);
    }

    /** A damaged image must not be restored. */
    private static boolean mustGoBack(FaultKind kind) {
        return switch (kind) {
            case TRUNCATE_IMAGE_AT_SOURCE, CORRUPT_IMAGE_AT_TARGET, TRUNCATE_IMAGE_AT_TARGET ->
                    true;
            default -> false;
        };
    }

    private static boolean known(Set<FailureCode> codes, String code) {
        return codes.stream().anyMatch(each -> each.name().equals(code));
    }

    /** Why it may have gone back. */
    private static Set<FailureCode> codes(Fault fault) {
        return switch (fault.kind()) {
            case KILL_MANAGER -> Set.of(MANAGER_ENDED);
            case KILL_SOURCE_ENGINE -> Set.of(ENGINE_FAILED, CHECKPOINT_FAILED);
            case KILL_TARGET_ENGINE -> Set.of(ENGINE_FAILED, RESTORE_FAILED);
            case KILL_TARGET_DAEMON, POWER_CUT_TARGET ->
                    fault.step() == FaultStep.ADOPTING || diesBeforeItsAnswer(fault)
                            ? Set.of(MIGRATION_UNKNOWN)
                            : Set.of(PEER_UNREACHABLE, TRANSFER_FAILED);
            case KILL_SOURCE_DAEMON, POWER_CUT_SOURCE ->
                    targetMayMissTheSource(fault)
                            ? Set.of(PEER_UNREACHABLE, TRANSFER_FAILED)
                            : Set.of(PEER_UNREACHABLE);
            case CUT_MANAGEMENT_OF_SOURCE -> Set.of(PEER_UNREACHABLE);
            case CUT_MANAGEMENT_OF_TARGET ->
                    // The lease of a copy may end before anybody can ask for it.
                    Set.of(PEER_UNREACHABLE, DEADLINE_EXCEEDED);
            case CUT_DATA_OF_SOURCE, CUT_DATA_OF_TARGET ->
                    Set.of(PEER_UNREACHABLE, TRANSFER_FAILED, NETWORK_UNAVAILABLE);
            case CORRUPT_IMAGE_IN_FLIGHT, TRUNCATE_IMAGE_IN_FLIGHT -> Set.of(TRANSFER_FAILED);
            case FILL_DISK_OF_SOURCE -> Set.of(DISK_FULL, CHECKPOINT_FAILED);
            case FILL_DISK_OF_TARGET -> Set.of(DISK_FULL, TRANSFER_FAILED);
            case CORRUPT_IMAGE_AT_SOURCE -> Set.of(RESTORE_FAILED);
            case TRUNCATE_IMAGE_AT_SOURCE -> Set.of(TRANSFER_FAILED, DIGEST_MISMATCH);
            case CORRUPT_IMAGE_AT_TARGET, TRUNCATE_IMAGE_AT_TARGET -> Set.of(DIGEST_MISMATCH);
            case WRONG_IMAGE_ON_TARGET -> Set.of();
            case REFUSED_CONTROL_PORT, REFUSED_DATA_PORT -> Set.of(PEER_UNREACHABLE);
        };
    }
}
