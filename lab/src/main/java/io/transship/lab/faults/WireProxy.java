package io.transship.lab.faults;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.testbed.Finished;
import io.transship.lab.testbed.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A {@link WireProxyMain} on the source's machine, and the rule that leads to it. */
final class WireProxy implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final List<String> FLAGS =
            List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");
    private static final int DATA_PORT = 8089;
    private static final int PORT = 9089;
    private static final int FIRST = 9100;
    private static final int LAST = 9199;

    private final Machine source;
    private final Machine target;
    private final Process process;
    private final BufferedReader answers;
    private boolean ordered;

    /** Whatever the source opens to the target's data port from now on goes through it. */
    WireProxy(Machine source, Machine target) {
        this.source = source;
        this.target = target;
        process =
                source.startJava(
                        WireProxyMain.class.getName(),
                        FLAGS,
                        List.of(
                                String.valueOf(PORT),
                                target.address().text(),
                                String.valueOf(DATA_PORT),
                                String.valueOf(FIRST),
                                String.valueOf(LAST)));
        answers = process.inputReader(StandardCharsets.UTF_8);
        try {
            if (answers.readLine() == null) {
                throw failed("it has ended");
            }
            lead("-I");
        } catch (IOException | TransshipException e) {
            process.destroyForcibly();
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private void lead(String how) {
        Finished done =
                source.exec(
                        DEADLINE,
                        "sh",
                        "-c",
                        ("iptables -t nat %s OUTPUT -p tcp -d %s --dport %d ! --sport %d:%d"
                                        + " -j REDIRECT --to-ports %d")
                                .formatted(
                                        how,
                                        target.address().text(),
                                        DATA_PORT,
                                        FIRST,
                                        LAST,
                                        PORT));
        if (!done.succeeded()) {
            throw failed(done.errors().strip());
        }
    }

    private static TransshipException failed(String why) {
        return new TransshipException(
                FailureCode.INTERNAL, "nobody can stand between the hosts: " + why + ".");
    }

    /** Has the next big piece that passes spoilt: FLIP or CUT. */
    void order(String what) {
        try {
            process.getOutputStream().write((what + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            ordered = true;
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    /** What was spoilt. */
    String done() {
        try {
            return ordered && answers.ready() ? answers.readLine() : "nothing passed";
        } catch (IOException e) {
            return "";
        }
    }

    /** Connections go straight to the target again. */
    @Override
    public void close() {
        try {
            lead("-D");
        } finally {
            process.destroyForcibly();
        }
    }
}
