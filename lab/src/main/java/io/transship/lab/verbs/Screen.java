package io.transship.lab.verbs;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where verbs write. */
final class Screen {

    private Screen() {}

    static PrintWriter out(@Nullable CommandSpec command) {
        return requireNonNull(command, "picocli sets it").commandLine().getOut();
    }
}
