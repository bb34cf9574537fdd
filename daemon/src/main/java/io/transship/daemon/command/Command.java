package io.transship.daemon.command;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program with its arguments.
 *
 * @param arguments the program first; no shell ever sees them
 * @param environment additions to this process' environment
 * @param deadline how long it may run; then it and all it started are killed
 */
public record Command(List<String> arguments, Map<String, String> environment, Duration deadline) {

    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(10);

    /** Copies the collections; there is at least the program. */
    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty() || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a command has a program and time to run");
        }
    }

    /** A program with its arguments and ten seconds to run. */
    public static Command of(String... arguments) {
        return new Command(List.of(arguments), Map.of(), USUAL_DEADLINE);
    }

    /** The same with another deadline. */
    public Command within(Duration other) {
        return new Command(arguments, environment, other);
    }

    /** The same with another environment. */
    public Command with(Map<String, String> additions) {
        return new Command(arguments, additions, deadline);
    }

    @Override
    public String toString() {
        return String.join(" ", arguments);
    }
}
