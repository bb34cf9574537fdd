package io.transship.cli.verb;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which policy a verb asks. */
final class PolicyChoice {

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = {
                "As 'transship policies' lists it. Without it: the one that decided, or that is "
                        + "in use."
            })
    private @Nullable String name;

    Optional<String> name() {
        return Optional.ofNullable(name);
    }
}
