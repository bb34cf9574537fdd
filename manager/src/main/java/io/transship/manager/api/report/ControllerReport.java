package io.transship.manager.api.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SDN controller.
 *
 * @param type "embedded" or "floodlight"
 * @param place where switches connect to it, or where it answers
 * @param lacks abilities that others have and it has not
 * @param problem why it does not work now; absent: it works
 */
public record ControllerReport(
        String type, String place, List<String> lacks, @Nullable String problem) {}
