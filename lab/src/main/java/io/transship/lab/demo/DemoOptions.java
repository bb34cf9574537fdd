package io.transship.lab.demo;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.lab.demo.proof.Expectation;
import io.transship.lab.scenarios.Scenario;
import io.transship.lab.testbed.LabSpec;
import io.transship.settings.Suggestion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What the demo is to show.
 *
 * @param scenario the network
 * @param policy the policy's name
 * @param state what the server holds in memory
 * @param seed of everything left to chance
 * @param json where the numbers go
 * @param keep whether the lab stays up
 * @param name the lab's
 */
public record DemoOptions(
        Scenario scenario,
        String policy,
        ByteCount state,
        long seed,
        Optional<Path> json,
        boolean keep,
        String name) {

    private static final ByteCount MOST_STATE = ByteCount.ofMiB(2048);

    /**
     * Checks the words of the command line.
     *
     * @throws TransshipException USAGE or POLICY_UNKNOWN, one sentence each
     */
    static DemoOptions of(DemoCommand words) {
        return new DemoOptions(
                scenario(words.scenario()),
                policy(words.policy()),
                state(words.state()),
                words.seed(),
                words.json().map(DemoOptions::writable),
                words.keep(),
                name(words.name()));
    }

    private static Scenario scenario(int number) {
        try {
            return Scenario.of(number);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage() + ".", "Choose --scenario 1, 2 or 3.");
        }
    }

    private static String policy(String name) {
        if (!Expectation.policies().contains(name)) {
            String hint =
                    Suggestion.nearest(name, Expectation.policies())
                            .map(near -> " Did you mean '" + near + "'?")
                            .orElse("");
            throw new TransshipException(
                    FailureCode.POLICY_UNKNOWN,
                    "there is no policy '" + name + "'.",
                    "Choose one of " + String.join(", ", Expectation.policies()) + "." + hint,
                    null);
        }
        return name;
    }

    private static ByteCount state(String text) {
        try {
            ByteCount state = ByteCount.parse(text);
            if (state.compareTo(MOST_STATE) <= 0) {
                return state;
            }
        } catch (IllegalArgumentException e) {
            throw usage("--state: " + e.getMessage() + ".", "Write for example --state 10MiB.");
        }
        throw usage("--state " + text + " is too much.", "The most is " + MOST_STATE + ".");
    }

    private static String name(String text) {
        if (!LabSpec.isName(text)) {
            throw usage(
                    "--name " + text + " is no lab's name.",
                    "Use 1 to 32 lower-case letters, digits or dashes.");
        }
        return text;
    }

    /** Tries it, so that an hour's work is not lost at its end. */
    private static Path writable(Path file) {
        boolean existed = Files.exists(file);
        try {
            FileChannel.open(
                            file,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND)
                    .close();
            return file;
        } catch (IOException e) {
            throw usage(
                    "--json " + file + " can't be written: " + reason(e) + ".",
                    "Name a file in a folder that exists and can be written.");
        } finally {
            removeUnless(existed, file);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException missing -> "there is no such folder";
            case java.nio.file.AccessDeniedException denied -> "access is denied";
            case java.nio.file.FileSystemException other ->
                    Optional.ofNullable(other.getReason()).orElse(e.toString());
            default -> e.toString();
        };
    }

    private static void removeUnless(boolean existed, Path file) {
        if (!existed) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException ignored) {
                // It is empty and will be written over.
            }
        }
    }

    private static TransshipException usage(String message, String mend) {
        return new TransshipException(FailureCode.USAGE, message, mend, null);
    }
}
