package io.transship.lab.faults;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.demo.Poll;
import io.transship.lab.demo.stage.DemoImage;
import io.transship.lab.testbed.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The client on its machine. Used by one thread. */
final class FaultClient implements AutoCloseable {

    private static final List<String> FLAGS =
            List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final Process process;
    private final BufferedReader answers;

    FaultClient(Machine machine, String server) {
        process =
                machine.startJava(
                        FaultClientMain.class.getName(),
                        FLAGS,
                        List.of(server, String.valueOf(DemoImage.SERVER_PORT)));
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** What it has seen. */
    ClientState state() {
        return ask("");
    }

    /** The same, once the server has told the checksum of its state anew; empty if it does not. */
    Optional<ClientState> verified(Duration patience) {
        long before = ask(FaultClientMain.VERIFY).verified();
        return Poll.until(
                patience, () -> Optional.of(state()).filter(now -> now.verified() > before));
    }

    private ClientState ask(String question) {
        try {
            process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            String line = answers.readLine();
            if (line != null) {
                return ClientState.parse(line);
            }
        } catch (IOException e) {
            // As if it had ended: it has.
        }
        throw new TransshipException(FailureCode.INTERNAL, "the client has ended.");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
