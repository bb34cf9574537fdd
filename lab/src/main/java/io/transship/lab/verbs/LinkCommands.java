package io.transship.lab.verbs;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.lab.testbed.Testbed;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The verbs that do something to a cable. */
final class LinkCommands {

    private static final Pattern LINK = Pattern.compile("([a-z]\\d{1,2})-([a-z]\\d{1,2})");

    private LinkCommands() {}

    /** The two ends of "s1-s2". */
    private static List<String> ends(String link) {
        Matcher matcher = LINK.matcher(link);
        if (!matcher.matches()) {
            throw new TransshipException(
                    FailureCode.USAGE, "'" + link + "' is not a link such as s1-s2.");
        }
        return List.of(matcher.group(1), matcher.group(2));
    }

    /** {@code transship lab cut}. */
    @Command(
            name = "cut",
            mixinStandardHelpOptions = true,
            description = "Breaks a cable.",
            footer = {"", "Example: transship lab cut s1-s2"})
    static final class Cut implements Runnable {
        @Parameters(paramLabel = "A-B", description = "The cable's two ends.")
        private String link = "";

        @Mixin private LabName lab = new LabName();

        @Override
        public void run() {
            List<String> ends = ends(link);
            try (Testbed testbed = lab.attach()) {
                testbed.cut(ends.get(0), ends.get(1));
            }
        }
    }

    /** {@code transship lab restore}. */
    @Command(
            name = "restore",
            mixinStandardHelpOptions = true,
            description = "Mends a cable.",
            footer = {"", "Example: transship lab restore s1-s2"})
    static final class Restore implements Runnable {
        @Parameters(paramLabel = "A-B", description = "The cable's two ends.")
        private String link = "";

        @Mixin private LabName lab = new LabName();

        @Override
        public void run() {
            List<String> ends = ends(link);
            try (Testbed testbed = lab.attach()) {
                testbed.restore(ends.get(0), ends.get(1));
            }
        }
    }

    /** {@code transship lab rate}. */
    @Command(
            name = "rate",
            mixinStandardHelpOptions = true,
            description = "Changes a cable's capacity, in both directions, while it is in use.",
            footer = {"", "Example: transship lab rate s1-s2 5Mbit/s"})
    static final class Rate implements Runnable {
        @Parameters(index = "0", paramLabel = "A-B", description = "The cable's two ends.")
        private String link = "";

        @Parameters(index = "1", paramLabel = "RATE", description = "For example 5Mbit/s.")
        private String rate = "";

        @Mixin private LabName lab = new LabName();

        @Override
        public void run() {
            List<String> ends = ends(link);
            BitRate capacity = capacity();
            try (Testbed testbed = lab.attach()) {
                testbed.rate(ends.get(0), ends.get(1), capacity);
            }
        }

        private BitRate capacity() {
            try {
                BitRate capacity = BitRate.parse(rate);
                if (capacity.bps() >= 1_000) {
                    return capacity;
                }
                throw new IllegalArgumentException("a cable carries at least 1kbit/s");
            } catch (IllegalArgumentException e) {
                throw new TransshipException(FailureCode.USAGE, e.getMessage() + ".", e);
            }
        }
    }
}
