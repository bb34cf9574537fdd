package io.transship.lab.networks;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.lab.testbed.Finished;
import io.transship.lab.testbed.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Asks the service of {@code service.pl} at an address, from a machine. Used by one thread. */
final class Questions {

    private static final Duration DEADLINE = Duration.ofSeconds(40);

    private static final String OVER_TCP =
            "exec 3<>/dev/tcp/%s/7000 && echo ? >&3 && read -r -t 20 line <&3 && echo \"$line\"";

    /** One connection: each line of the standard input is a question. */
    private static final String KEPT =
            "exec 3<>/dev/tcp/%s/7000; while read -r _; do"
                    + " echo ? >&3; read -r -t 20 line <&3; case $? in 0) ;;"
                    + " 1) line=reset ;; *) line=silence ;; esac; echo \"$line\"; done"
                    + " 2>/dev/null";

    private final Machine client;
    private final String address;
    private String word = "";

    Questions(Machine client, String address) {
        this.client = client;
        this.address = address;
    }

    /** The word that the service drew when it began, and the last answer ended with. */
    String word() {
        return word;
    }

    /** The answer over a new connection. */
    String overTcp() {
        return answer("bash", "-c", OVER_TCP.formatted(address));
    }

    /** Whether there is an answer over a new connection. */
    boolean isAnswered() {
        return client.exec(DEADLINE, "bash", "-c", OVER_TCP.formatted(address)).succeeded();
    }

    /** The answer to a datagram. */
    String overUdp() {
        return answer("perl", "-e", NetworksLabTest.script("ask.pl"), address);
    }

    private String answer(String... command) {
        Finished asked = client.exec(DEADLINE, command);
        assertThat(asked.output()).as(asked.errors()).matches("\\d+ [0-9a-f]{8}\\s*");
        String answer = asked.output().strip();
        word = answer.substring(answer.indexOf(' ') + 1);
        return answer;
    }

    /** The number in an answer: of questions so far. */
    static int count(String answer) {
        return Integer.parseInt(answer.substring(0, answer.indexOf(' ')));
    }

    /** Whether somebody takes connections at the machine's own address. */
    boolean listens(Machine machine) {
        return client.exec(
                        DEADLINE,
                        "timeout",
                        "20",
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/%s/7000".formatted(machine.address()))
                .succeeded();
    }

    Connection connect() {
        return new Connection(client.start(List.of("bash", "-c", KEPT.formatted(address))));
    }

    /** A connection that stays open between questions. */
    static final class Connection implements AutoCloseable {

        private final Process process;
        private final BufferedReader answers;

        private Connection(Process process) {
            this.process = process;
            this.answers = process.inputReader(StandardCharsets.UTF_8);
        }

        /** The number in the next answer. */
        int ask() throws IOException {
            return count(next());
        }

        /** The next answer; "reset" or "silence" if there is none. */
        String next() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return String.valueOf(answers.readLine());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
