package io.transship.lab.bench.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.bench.migrate.report.Move;
import io.transship.lab.bench.migrate.report.Work;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An engine's own way, over the same path and under the same client: both ends are started ahead,
 * and the checkpoint goes over a bare TCP connection. Nobody holds the container's frames
 * meanwhile.
 */
final class PeerCourse implements Course {

    private static final String ADDRESS = "10.0.0.220";
    private static final String MAC = "02:00:0a:00:00:dc";
    private static final String PORT = "7077";
    private static final String SCRIPT = "/run/peer.sh";
    private static final Duration PREPARING = Duration.ofMinutes(2);

    private final Testbed lab;
    private final String engine;
    private final List<String> container;
    private final Duration longestMove;
    private int moves;

    /** Starts the server on the lab's second host. */
    PeerCourse(Testbed lab, Path image, Work work, Duration longestMove) {
        this.lab = lab;
        this.engine = work.engine();
        this.longestMove = longestMove;
        this.container =
                Stream.concat(
                                Stream.of(ADDRESS, MAC, DemoImage.NAME),
                                OurCourse.server(work).stream())
                        .toList();
        for (int index = 1; index <= 2; index++) {
            prepare(host(index), image);
        }
        demand(host(1), with("run", container));
    }

    private static List<String> with(String verb, List<String> words) {
        return Stream.concat(Stream.of(verb), words.stream()).toList();
    }

    private void prepare(Machine machine, Path image) {
        try (InputStream script = PeerCourse.class.getResourceAsStream("/bench/peer.sh")) {
            Files.write(
                    machine.file(SCRIPT), Objects.requireNonNull(script, SCRIPT).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Docker has it: the lab's own containers are made of it.
        if (engine.equals("podman")) {
            load(machine, image);
        }
        demand(machine, List.of("network", "10.0.0.0/24", machine.address().text()));
        demand(machine, List.of("remove"));
    }

    private void load(Machine machine, Path image) {
        try {
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
    }

    private void demand(Machine machine, List<String> words) {
        Finished end = machine.exec(PREPARING, command(words));
        if (end.exitCode() != 0) {
            throw failed(machine, end.errors().strip());
        }
    }

    private List<String> command(List<String> words) {
        return Stream.concat(Stream.of("bash", SCRIPT, engine), words.stream()).toList();
    }

    private TransshipException failed(Machine machine, String words) {
        return new TransshipException(
                FailureCode.ENGINE_FAILED,
                "%s on %s: %s.".formatted(engine, machine.name(), words));
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
        demand(target, with("expect", container));
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
