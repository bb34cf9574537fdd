package io.transship.lab.scenarios;

import io.transship.core.model.BitRate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Generated networks, all but {@link #single} with one host at each switch; every link has the same
 * capacity.
 */
public final class Shapes {

    /** What {@link #parse} takes. */
    public static final String SYNTAX =
            "single:HOSTS, star, linear:N, ring:N, mesh:N or tree:DEPTH";

    private static final Pattern TEXT =
            Pattern.compile("(single|star|linear|ring|mesh|tree)(?::(\\d{1,2}))?");

    private Shapes() {}

    /**
     * Reads "ring:4"; the number may be left out.
     *
     * @throws IllegalArgumentException if the text is none of {@link #SYNTAX}, or the number too
     *     small or large
     */
    public static LabTopology parse(String text, BitRate capacity) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a topology: " + SYNTAX);
        }
        String number = matcher.group(2);
        return switch (matcher.group(1)) {
            case "single" -> single(number == null ? 3 : Integer.parseInt(number), capacity);
            case "star" -> star(number == null ? 5 : Integer.parseInt(number), capacity);
            case "linear" -> linear(number == null ? 4 : Integer.parseInt(number), capacity);
            case "ring" -> ring(number == null ? 4 : Integer.parseInt(number), capacity);
            case "mesh" -> mesh(number == null ? 4 : Integer.parseInt(number), capacity);
            default -> tree(number == null ? 2 : Integer.parseInt(number), capacity);
        };
    }

    /** One switch, and every host at it. */
    public static LabTopology single(int hosts, BitRate capacity) {
        atLeast(1, hosts, "single");
        return new LabTopology(
                "single:" + hosts,
                List.of(new LabSwitch(1)),
                IntStream.rangeClosed(1, hosts).mapToObj(LabHost::new).toList(),
                IntStream.rangeClosed(1, hosts)
                        .mapToObj(n -> new LabLink("s1", "h" + n, capacity))
                        .toList());
    }

    /** One switch in the middle, s1, and the others around it. */
    public static LabTopology star(int switches, BitRate capacity) {
        List<LabLink> trunks =
                IntStream.rangeClosed(2, switches).mapToObj(n -> trunk(1, n, capacity)).toList();
        return topology("star:" + switches, switches, access(switches, capacity), trunks);
    }

    /** A row of switches. */
    public static LabTopology linear(int switches, BitRate capacity) {
        return topology(
                "linear:" + switches,
                switches,
                access(switches, capacity),
                row(switches, capacity));
    }

    /** A row of switches whose ends are joined. */
    public static LabTopology ring(int switches, BitRate capacity) {
        atLeast(3, switches, "ring");
        List<LabLink> trunks = new ArrayList<>(row(switches, capacity));
        trunks.add(trunk(1, switches, capacity));
        return topology("ring:" + switches, switches, access(switches, capacity), trunks);
    }

    /** Every switch joined to every other. */
    public static LabTopology mesh(int switches, BitRate capacity) {
        List<LabLink> trunks =
                IntStream.rangeClosed(1, switches)
                        .boxed()
                        .flatMap(
                                a ->
                                        IntStream.rangeClosed(a + 1, switches)
                                                .mapToObj(b -> trunk(a, b, capacity)))
                        .toList();
        return topology("mesh:" + switches, switches, access(switches, capacity), trunks);
    }

    /** A binary tree of switches, s1 at the root; depth 2 has three of them. */
    public static LabTopology tree(int depth, BitRate capacity) {
        atLeast(1, depth, "tree");
        if (depth > 4) {
            throw new IllegalArgumentException(
                    "a tree of depth " + depth + " has too many switches");
        }
        int switches = (1 << depth) - 1;
        List<LabLink> trunks =
                IntStream.rangeClosed(2, switches)
                        .mapToObj(n -> trunk(n / 2, n, capacity))
                        .toList();
        return topology("tree:" + depth, switches, access(switches, capacity), trunks);
    }

    static LabTopology topology(
            String name, int switches, List<LabLink> access, List<LabLink> trunks) {
        atLeast(1, switches, name);
        return new LabTopology(
                name,
                IntStream.rangeClosed(1, switches).mapToObj(LabSwitch::new).toList(),
                IntStream.rangeClosed(1, switches).mapToObj(LabHost::new).toList(),
                Stream.concat(access.stream(), trunks.stream()).toList());
    }

    private static List<LabLink> access(int switches, BitRate capacity) {
        return IntStream.rangeClosed(1, switches)
                .mapToObj(n -> new LabLink("s" + n, "h" + n, capacity))
                .toList();
    }

    private static List<LabLink> row(int switches, BitRate capacity) {
        return IntStream.rangeClosed(2, switches).mapToObj(n -> trunk(n - 1, n, capacity)).toList();
    }

    private static LabLink trunk(int a, int b, BitRate capacity) {
        return new LabLink("s" + a, "s" + b, capacity);
    }

    private static void atLeast(int least, int number, String shape) {
        if (number < least) {
            throw new IllegalArgumentException(
                    "a " + shape + " has at least " + least + ", not " + number);
        }
    }
}
