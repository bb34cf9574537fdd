package io.transship.core.limits;

import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.view.NetworkView;
import java.util.Optional;

/**
 * What policy and rules say together.
 *
 * @param asked the last question to the policy; with {@code view} it gives the same decision again
 * @param view the network as the policy saw it: hosts that a rule excludes are barred in it
 * @param decision the policy's answer
 * @param objection why the move is held back all the same, or why nothing is left to choose from
 */
public record Ruling(
        Evaluation asked, NetworkView view, Decision decision, Optional<Objection> objection) {}
