package io.transship.manager.sdn;

import java.util.List;
import java.util.Optional;

/**
 * What a controller is.
 *
 * @param type as the configuration names it
 * @param place where switches connect to it, or where it answers
 * @param lacks what it can't do for a migration, a sentence each without a full stop; none: it can
 *     do all
 * @param problem why it does not work now, if it does not
 */
public record ControllerDescription(
        String type, String place, List<String> lacks, Optional<String> problem) {

    /** Keeps the list as it is now. */
    public ControllerDescription {
        lacks = List.copyOf(lacks);
    }
}
