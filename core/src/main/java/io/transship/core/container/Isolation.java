package io.transship.core.container;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How far a container is kept apart from its host.
 *
 * @param capabilitiesAdded kernel capabilities besides the engine's usual ones, such as "NET_ADMIN"
 * @param capabilitiesDropped of the usual ones; "ALL" is one of them
 * @param readOnlyRoot whether the root file system can't be written
 */
public record Isolation(
        List<String> capabilitiesAdded, List<String> capabilitiesDropped, boolean readOnlyRoot) {

    private static final Pattern CAPABILITY = Pattern.compile("[A-Z][A-Z_]{1,31}");

    /** As the engine has it. */
    public static final Isolation USUAL = new Isolation(List.of(), List.of(), false);

    /** Brings the capabilities into one form: upper case, without "CAP_", sorted, each once. */
    public Isolation {
        capabilitiesAdded = formed(capabilitiesAdded);
        capabilitiesDropped = formed(capabilitiesDropped);
    }

    private static List<String> formed(List<String> capabilities) {
        return Texts.plain(capabilities, "the list of capabilities").stream()
                .map(each -> each.toUpperCase(Locale.ROOT))
                .map(each -> each.startsWith("CAP_") ? each.substring(4) : each)
                .map(each -> Texts.matching(each, CAPABILITY, "a capability"))
                .distinct()
                .sorted()
                .toList();
    }
}
