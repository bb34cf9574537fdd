package io.transship.manager.decision;

import io.transship.core.limits.Ruling;
import java.util.Optional;

/**
 * What became of a person's wish to have a container somewhere else.
 *
 * @param ruling of policy and rules
 * @param refused why it does not move now; empty: it moves
 */
public record Ordered(Ruling ruling, Optional<String> refused) {}
