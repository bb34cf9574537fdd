package io.transship.manager;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.ConfigRemarks;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.service.GrpcDaemons;
import io.transship.settings.Overrides;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code transship manager}: runs the manager until SIGTERM. */
public final class Main {

    private static final int BAD_START = 2;
    private static final String USAGE =
            """
            Usage: transship manager --config FILE [--set KEY=VALUE]... [--check]
            Runs the manager of a network until it is told to end (SIGTERM, Ctrl-C).

              --config FILE   its configuration (docs/configuration.md)
              --set KEY=VALUE a value that stands above the file's and the environment's
              --check         reads and checks the file, and ends
              --help          this

            Example:
              transship manager --config config/manager.yaml
              transship manager --config config/manager.yaml --set limits.coolDown=2m
            """;

    private Main() {}

    /** Runs the manager. */
    public static void main(String[] args) {
        List<String> words = List.of(args);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(USAGE);
            return;
        }
        try {
            Path file = file(words);
            Overrides overrides = Overrides.of(System.getenv(), assignments(words));
            if (words.contains("--check")) {
                List<String> remarks = ConfigCheck.remarks(file, overrides);
                System.out.println(file + " is valid.");
                remarks.forEach(Main::note);
                return;
            }
            ManagerConfig config = ConfigLoader.load(file, overrides);
            ConfigRemarks.on(config).forEach(Main::note);
            serve(config, file, overrides);
        } catch (TransshipException e) {
            System.err.println(e.line());
            System.exit(BAD_START);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void note(String remark) {
        System.err.println("note: " + remark);
    }

    private static Path file(List<String> words) {
        int at = words.indexOf("--config");
        Optional<String> unknown =
                words.stream()
                        .filter(word -> word.startsWith("-"))
                        .filter(word -> !List.of("--config", "--check", "--set").contains(word))
                        .findFirst();
        if (unknown.isPresent()) {
            throw new TransshipException(
                    FailureCode.USAGE, "there is no option '" + unknown.get() + "'.");
        }
        if (at < 0 || at + 1 >= words.size()) {
            throw new TransshipException(FailureCode.USAGE, "--config FILE is missing.");
        }
        return Path.of(words.get(at + 1));
    }

    private static List<String> assignments(List<String> words) {
        List<String> assignments = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("--set")) {
                if (i + 1 == words.size()) {
                    throw new TransshipException(
                            FailureCode.USAGE, "--set wants KEY=VALUE after it.");
                }
                assignments.add(words.get(i + 1));
            }
        }
        return assignments;
    }

    private static void serve(ManagerConfig config, Path file, Overrides overrides)
            throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Long configured = config.seed();
        long seed = configured == null ? new SecureRandom().nextLong() : configured;
        Manager manager = new Manager(config, seed, GrpcDaemons::new, Clock.systemUTC());
        try {
            manager.start();
        } catch (TransshipException e) {
            manager.close();
            throw e;
        }
        manager.watch(file, overrides);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    manager.close();
                                    end.countDown();
                                },
                                "shutdown"));
        System.out.printf(
                "transship manager is ready: REST on %s, %s, policy %s, seed %d%n",
                config.api().listen(), config.controllerPlace(), config.policy(), seed);
        System.out.flush();
        end.await();
    }
}
