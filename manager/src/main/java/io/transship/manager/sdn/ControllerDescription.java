package io.transship.manager.sdn;

import java.util.List;
import java.util.Optional;

/**
 * What a controller is.
 *
 * @param type as the configuration names it
 * @param place where switches connect to it, or where it answers
 * @param lacks abilities that others have and it has not, a few words each
 * @param atMoves what that costs every move, a sentence each without a full stop
 * @param problem why it does not work now, if it does not
 */
public record ControllerDescription(
        String type,
        String place,
        List<String> lacks,
        List<String> atMoves,
        Optional<String> problem) {

    /** Keeps the lists as they are now. */
    public ControllerDescription {
        lacks = List.copyOf(lacks);
        atMoves = List.copyOf(atMoves);
    }
}
