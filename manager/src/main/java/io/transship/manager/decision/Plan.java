package io.transship.manager.decision;

import io.transship.core.limits.Objection;
import io.transship.core.policy.Decision;
import java.util.Optional;

/**
 * Where a container would go.
 *
 * @param decision the policy's answer
 * @param objection of a limit, if one would hold the move back now
 */
public record Plan(Decision decision, Optional<Objection> objection) {}
