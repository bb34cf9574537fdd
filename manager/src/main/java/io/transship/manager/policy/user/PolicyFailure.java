package io.transship.manager.policy.user;

/** A user's policy did not answer, or not sensibly. */
final class PolicyFailure extends Exception {

    private static final long serialVersionUID = 1;

    PolicyFailure(String message) {
        super(message);
    }
}
