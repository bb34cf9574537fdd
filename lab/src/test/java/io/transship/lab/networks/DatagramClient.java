package io.transship.lab.networks;

import io.transship.lab.demo.stage.DemoImage;
import io.transship.lab.testbed.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The client on its machine, which has had its first answer. Used by one thread. */
final class DatagramClient implements AutoCloseable {

    private static final List<String> FLAGS =
            List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final Process process;
    private final BufferedReader words;

    DatagramClient(Machine machine, String server) throws IOException {
        process =
                machine.startJava(
                        DatagramClientMain.class.getName(),
                        FLAGS,
                        List.of(server, String.valueOf(DemoImage.SERVER_PORT)));
        words = process.inputReader(StandardCharsets.UTF_8);
        if (!"talking".equals(words.readLine())) {
            String why =
                    new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            close();
            throw new IOException("the client has no answer: " + why);
        }
    }

    /** Makes it send its last ones and say what it has seen. */
    DatagramReport finish() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return DatagramReport.parse(String.valueOf(words.readLine()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
