package io.transship.lab.bench.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.demo.stage.DemoImage;
import io.transship.lab.testbed.Finished;
import io.transship.lab.testbed.Machine;
import io.transship.lab.testbed.Testbed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Podman's own way, over the same path and under the same client: both ends are started ahead, and
 * the archive goes over a bare TCP connection. Nobody holds the container's frames meanwhile.
 */
final class PodmanCourse implements Course {

    private static final String ADDRESS = "10.0.0.220";
    private static final String MAC = "02:00:0a:00:00:dc";
    private static final String PORT = "7077";
    private static final String SCRIPT = "/run/podman-peer.sh";
    private static final Duration PREPARING = Duration.ofMinutes(2);

    private final Testbed lab;
    private final Duration longestMove;
    private int moves;

    /** Starts the server on the lab's second host. */
    PodmanCourse(Testbed lab, Path image, Work work, Duration longestMove) {
        this.lab = lab;
        this.longestMove = longestMove;
        for (int index = 1; index <= 2; index++) {
            prepare(host(index), image);
        }
        List<String> run = new ArrayList<>(List.of("run", ADDRESS, MAC, DemoImage.NAME));
        run.addAll(OurCourse.server(work));
        demand(host(1), run);
    }

    private void prepare(Machine machine, Path image) {
        try (InputStream script = PodmanCourse.class.getResourceAsStream("/bench/podman-peer.sh")) {
            Files.write(
                    machine.file(SCRIPT), Objects.requireNonNull(script, SCRIPT).readAllBytes());
            Process load =
                    machine.builder(List.of("podman", "load", "--quiet"))
                            .redirectInput(image.toFile())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(load.getInputStream().readAllBytes(), UTF_8).strip();
            if (load.waitFor() != 0) {
                throw failed(machine, said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(machine, "interrupted");
        }
        demand(machine, List.of("network", "10.0.0.0/24", "10.0.0.254"));
        demand(machine, List.of("remove"));
    }

    private static String demand(Machine machine, List<String> words) {
        Finished end = machine.exec(PREPARING, command(words));
        if (end.exitCode() != 0) {
            throw failed(machine, end.errors().strip());
        }
        return end.output();
    }

    private static List<String> command(List<String> words) {
        List<String> command = new ArrayList<>(List.of("bash", SCRIPT));
        command.addAll(words);
        return command;
    }

    private static TransshipException failed(Machine machine, String words) {
        return new TransshipException(
                FailureCode.ENGINE_FAILED, "Podman on " + machine.name() + ": " + words + ".");
    }

    private Machine host(int index) {
        return lab.machines().get(index);
    }

    @Override
    public String address() {
        return ADDRESS;
    }

    @Override
    public Machine client() {
        return lab.machines().getFirst();
    }

    @Override
    public Move move() {
        Machine source = host(1 + moves % 2);
        Machine target = host(1 + (moves + 1) % 2);
        Process receiver = target.start(command(List.of("receive", PORT, ADDRESS)));
        try (BufferedReader words = receiver.inputReader(UTF_8)) {
            if (!"ready".equals(words.readLine())) {
                throw failed(target, errors(receiver));
            }
            long before = System.nanoTime();
            Finished sent =
                    source.exec(
                            longestMove, command(List.of("send", target.address().text(), PORT)));
            if (sent.exitCode() != 0) {
                throw failed(source, sent.errors().strip());
            }
            if (!receiver.waitFor(longestMove.toMillis(), TimeUnit.MILLISECONDS)
                    || !"done".equals(words.readLine())) {
                throw failed(target, errors(receiver));
            }
            double totalMs = (System.nanoTime() - before) / 1e6;
            moves++;
            return new Move(0, totalMs, Long.parseLong(sent.output().strip()), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(target, "interrupted");
        } finally {
            receiver.destroyForcibly();
        }
    }

    private static String errors(Process process) throws IOException {
        process.destroy();
        return new String(process.getErrorStream().readAllBytes(), UTF_8).strip();
    }

    @Override
    public void close() {
        for (int index = 1; index <= 2; index++) {
            var _ = host(index).exec(PREPARING, command(List.of("remove")));
        }
    }
}
