package io.transship.daemon.preflight;

import io.transship.proto.v1.CheckReply;
import io.transship.proto.v1.CheckRequest;

/** Answers whether a move is possible, and touches nothing. Thread-safe. */
@FunctionalInterface
public interface Preflight {

    /**
     * Looks at this host; at a container on it, if the request names one; as a target, if it says
     * what a container needs.
     */
    CheckReply check(CheckRequest request);
}
