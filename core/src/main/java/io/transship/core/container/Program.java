package io.transship.core.container;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What runs in a container, beyond its command and environment. Empty values mean the image's own.
 *
 * @param entryPoint words that stand before the command
 * @param workingDirectory where it begins
 * @param user "name", "uid", "name:group" or "uid:gid"
 * @param groups further groups, by name or id
 * @param hostname as the container sees its own name; empty: made from the container's name
 */
public record Program(
        List<String> entryPoint,
        String workingDirectory,
        String user,
        List<String> groups,
        String hostname) {

    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}";
    private static final Pattern GROUP = Pattern.compile(NAME);
    private static final Pattern USER = Pattern.compile("(" + NAME + "(:" + NAME + ")?)?");
    private static final Pattern HOSTNAME =
            Pattern.compile("([A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?)?");

    /** The image's own of everything. */
    public static final Program OF_IMAGE = new Program(List.of(), "", "", List.of(), "");

    /** Checks every text. */
    public Program {
        entryPoint = Texts.plain(entryPoint, "the entry point");
        if (!workingDirectory.isEmpty() && !workingDirectory.equals("/")) {
            Texts.path(workingDirectory, "of a working directory");
        }
        Texts.matching(user, USER, "a user");
        groups = Texts.plain(groups, "the list of groups");
        groups.forEach(each -> Texts.matching(each, GROUP, "a group"));
        Texts.matching(hostname, HOSTNAME, "a host's name");
    }
}
