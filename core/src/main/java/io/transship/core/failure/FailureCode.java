package io.transship.core.failure;

import static io.transship.core.failure.FailureFamily.CHECKPOINT;
import static io.transship.core.failure.FailureFamily.CONNECTION;
import static io.transship.core.failure.FailureFamily.PREFLIGHT;
import static io.transship.core.failure.FailureFamily.RECEIVE;
import static io.transship.core.failure.FailureFamily.TRANSFER;

/**
 * Every failure that Transship reports, with what to do about it. The name is the code that people
 * and programs see.
 */
public enum FailureCode {
    /** The program needs root. */
    NOT_ROOT(PREFLIGHT, "Run it as root, for example with sudo."),
    /** A configuration file can't be read, or holds something that is not allowed. */
    CONFIG_INVALID(PREFLIGHT, "Correct the named line; the file in use stays as it was."),
    /** No policy of that name. */
    POLICY_UNKNOWN(PREFLIGHT, "Choose one of the names that the message lists."),
    /** A user's policy threw, hung, took too much memory, or gave a senseless answer. */
    POLICY_FAILED(
            PREFLIGHT,
            "Mend the policy's jar, or choose another policy; nothing moves by it meanwhile."),
    /** The kernel lacks something that checkpoint or restore needs. */
    KERNEL_UNSUPPORTED(PREFLIGHT, "Use a kernel with the named feature."),
    /** Not enough space. */
    DISK_FULL(PREFLIGHT, "Free space in the named folder, or name another one."),
    /** Somebody else listens there. */
    PORT_IN_USE(PREFLIGHT, "End the other program, or configure another port."),
    /** Another process does this work already. */
    ALREADY_RUNNING(PREFLIGHT, "End the other one, or give this one a folder of its own."),
    /** A lab is up already. */
    LAB_ALREADY_UP(
            PREFLIGHT, "Take it down with 'transship lab down', or give the new one another name."),
    /** No lab is up. */
    LAB_NOT_UP(PREFLIGHT, "Bring one up with 'transship lab up'."),
    /** A command line that makes no sense. */
    USAGE(PREFLIGHT, "See --help."),
    /** A package or another piece of the machine is missing. */
    MACHINE_INCOMPLETE(PREFLIGHT, "Install the named piece."),
    /** No host of that name. */
    HOST_UNKNOWN(PREFLIGHT, "Choose a host of the configuration."),
    /** No managed container of that name. */
    CONTAINER_UNKNOWN(PREFLIGHT, "See 'transship status' for the containers that are managed."),
    /** The name or address is taken already. */
    CONTAINER_CONFLICT(PREFLIGHT, "Choose another name or address, or remove the other container."),
    /** The container, or a host's place for it, is taking part in a migration already. */
    MIGRATION_IN_PROGRESS(PREFLIGHT, "Wait until it ends; see 'transship status'."),
    /** A limit of the configuration forbids the move now. */
    MOVE_LIMITED(PREFLIGHT, "Wait, or change 'limits' in the configuration file."),
    /** No migration of that id. */
    MIGRATION_UNKNOWN(PREFLIGHT, "See 'transship status' for the migrations."),
    /** No decision of that id. */
    DECISION_UNKNOWN(PREFLIGHT, "See 'transship decisions' for the decisions."),
    /** A decision that can't be approved or rejected any more. */
    DECISION_STALE(PREFLIGHT, "See 'transship decisions' for what is proposed now."),
    /** A caller of the API does not know its token. */
    TOKEN_INVALID(
            PREFLIGHT, "Name the manager's token file with --token-file; it is the owner's alone."),
    /** The two sides have no protocol version in common. */
    VERSION_MISMATCH(PREFLIGHT, "Run the same release on both sides."),
    /** What is asked for is not offered here. */
    UNSUPPORTED(PREFLIGHT, "Choose something that the message lists."),
    /** A message or file from outside breaks the protocol. */
    PROTOCOL_VIOLATION(
            CONNECTION, "Check that the peer is a Transship daemon of the same release."),
    /** The engine could not create, start or remove a container. */
    ENGINE_FAILED(PREFLIGHT, "See the engine's words in the message, and its log."),
    /** The checkpoint failed; the container goes on at the source. */
    CHECKPOINT_FAILED(
            CHECKPOINT, "See the named CRIU log on the source; the container went on there."),
    /** A step took longer than its deadline. */
    DEADLINE_EXCEEDED(CHECKPOINT, "Look for a slow disk or link, or raise the step's deadline."),
    /** Bytes did not arrive as they were sent. */
    TRANSFER_FAILED(
            TRANSFER,
            "Check the data network between the two hosts; the container went back to the source."),
    /** A digest or size is not what the sender announced. */
    DIGEST_MISMATCH(
            TRANSFER, "Try again; if it repeats, check the memory and disks of both hosts."),
    /** A daemon can't be reached. */
    PEER_UNREACHABLE(
            CONNECTION, "Check that the daemon runs and that ports 8088 and 8089 are open to it."),
    /** A peer's certificate is not of our authority. */
    PEER_NOT_TRUSTED(CONNECTION, "Give both sides certificates of the same authority."),
    /** The SDN controller or a switch does not answer. */
    NETWORK_UNAVAILABLE(CONNECTION, "Check the switches' connection to the controller."),
    /** An external SDN controller refuses what it was asked for, or says that it failed. */
    CONTROLLER_REFUSED(CONNECTION, "See the SDN controller's words in the message, and its log."),
    /** An external SDN controller answers what it should not. */
    CONTROLLER_ANSWER_INVALID(
            CONNECTION,
            "Check that controller.url leads to a Floodlight 1.2 controller, and nowhere else."),
    /** The restore failed at the target. */
    RESTORE_FAILED(
            RECEIVE,
            "See the named CRIU log on the target; the container went back to the source."),
    /** The image is not there and could not be carried over. */
    IMAGE_UNAVAILABLE(RECEIVE, "Load the image on the target, or make room for it."),
    /** The store can't be opened. */
    STORE_UNAVAILABLE(
            PREFLIGHT, "Check the store's URL, and that its folder can be read and written."),
    /** The two hosts' processors differ in what the container may be using. */
    CPU_INCOMPATIBLE(PREFLIGHT, "Choose a target whose processor has the named features."),
    /** The container uses something that CRIU can't dump. */
    NOT_DUMPABLE(PREFLIGHT, "Run the container without what the message names."),
    /** A bind mount of the container was not declared movable. */
    MOUNT_NOT_MOVABLE(
            PREFLIGHT, "Declare the mount movable, use a named volume, or remove the mount."),
    /** Something of the container's stands in its way on the target: a volume, a folder, a port. */
    TARGET_OCCUPIED(PREFLIGHT, "Remove what the message names from the target."),
    /** Another machine answers for the container's address. */
    ADDRESS_CONFLICT(PREFLIGHT, "Give one of the two another address."),
    /** Not enough free memory for the dump or the copy. */
    MEMORY_SHORT(PREFLIGHT, "Free memory on the named host, or choose another one."),
    /** The clocks of two hosts differ by more than certificates and logs can bear. */
    CLOCK_SKEW(PREFLIGHT, "Set the clocks of both hosts, for example by NTP."),
    /** A certificate is not valid now, or ends soon. */
    CERTIFICATE_EXPIRED(PREFLIGHT, "Give the named host a new certificate."),
    /** Somebody gave the migration up. */
    MIGRATION_ABORTED(PREFLIGHT, "Order the move again when it is wanted."),
    /** The manager ended while the migration went on; its next start brought that to an end. */
    MANAGER_ENDED(
            CONNECTION,
            "Order the move again if it is still wanted; see the manager's log for why it ended."),
    /** The migration can't be given up any more. */
    ABORT_REFUSED(
            PREFLIGHT,
            "Wait until it ends, and move the container back if it shall not stay there."),
    /** The source was lost after the copy served and before its last page was over. */
    POSTCOPY_LOST(
            TRANSFER,
            "The container's memory is lost; start it anew. Other modes than post-copy can't lose"
                    + " it."),
    /** A defect in Transship itself. */
    INTERNAL(PREFLIGHT, "Please report it with the log.");

    private final FailureFamily family;
    private final String mend;

    FailureCode(FailureFamily family, String mend) {
        this.family = family;
        this.mend = mend;
    }

    /** The family, as in the thesis. */
    public FailureFamily family() {
        return family;
    }

    /** What to do about it, one sentence. */
    public String mend() {
        return mend;
    }
}
