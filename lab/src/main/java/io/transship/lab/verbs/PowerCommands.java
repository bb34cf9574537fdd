package io.transship.lab.verbs;

import io.transship.lab.testbed.Testbed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The verbs that switch machines off and on. */
final class PowerCommands {

    private PowerCommands() {}

    /** {@code transship lab kill}. */
    @Command(
            name = "kill",
            mixinStandardHelpOptions = true,
            description = "A power cut: everything on the host ends at once. Its disk stays.",
            footer = {"", "Example: transship lab kill h3"})
    static final class Kill implements Runnable {
        @Parameters(paramLabel = "HOST", description = "h1, h2 …")
        private String host = "";

        @Mixin private LabName lab = new LabName();

        @Override
        public void run() {
            try (Testbed testbed = lab.attach()) {
                testbed.kill(host);
            }
        }
    }

    /** {@code transship lab start}. */
    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description = "Gives power to a host again, and waits until it serves.",
            footer = {"", "Example: transship lab start h3"})
    static final class Start implements Runnable {
        @Parameters(paramLabel = "HOST", description = "h1, h2 …")
        private String host = "";

        @Mixin private LabName lab = new LabName();

        @Override
        public void run() {
            try (Testbed testbed = lab.attach()) {
                testbed.start(host);
            }
        }
    }
}
