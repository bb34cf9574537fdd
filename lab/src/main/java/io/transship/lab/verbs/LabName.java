package io.transship.lab.verbs;

import io.transship.lab.testbed.Testbed;
import picocli.CommandLine.Option;

/** The option that says which lab is meant. */
final class LabName {

    static final String USUAL = "lab";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = USUAL,
            description = "The lab's name, if several are up (${DEFAULT-VALUE}).")
    String name = USUAL;

    /** The lab of that name, which is up. */
    Testbed attach() {
        return Testbed.attach(name);
    }
}
