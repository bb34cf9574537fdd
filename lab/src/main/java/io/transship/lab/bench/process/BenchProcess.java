package io.transship.lab.bench.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that is told things by lines and answers by lines. Closing ends it, and it ends with
 * the thread that started it, however that ends.
 */
public final class BenchProcess implements AutoCloseable {

    /** The kernel sees to it, also when nobody is left who could. */
    private static final List<String> ENDS_WITH_US = List.of("setpriv", "--pdeathsig", "KILL");

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;

    private BenchProcess(Process process) {
        this.process = process;
        RUNNING.add(process);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts it; what it complains of goes into a file. */
    public static BenchProcess start(List<String> command, Path log) throws IOException {
        return new BenchProcess(builder(command).redirectError(log.toFile()).start());
    }

    /** Starts it. */
    public static BenchProcess start(List<String> command) throws IOException {
        return new BenchProcess(
                builder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private static ProcessBuilder builder(List<String> command) {
        List<String> whole = new ArrayList<>(ENDS_WITH_US);
        whole.addAll(command);
        return new ProcessBuilder(whole);
    }

    /** Ends all that run, at once. */
    static void endAll() {
        for (Process each : RUNNING) {
            each.destroyForcibly().onExit().join();
        }
    }

    /** Sends it a line. */
    public void tell(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    /** The next line that is not the log's. */
    public String hear() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (!line.isEmpty() && !line.contains(" INFO ")) {
                return line;
            }
        }
        throw new EOFException("a process of the bench ended");
    }

    /** Its resident memory. */
    public long residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /** Of all processors, since it began. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        RUNNING.remove(process);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
