package io.transship.lab.testbed;

import io.transship.core.failure.TransshipException;
import io.transship.lab.programs.Programs;
import io.transship.lab.scenarios.LabHost;
import io.transship.lab.scenarios.LabLink;
import io.transship.lab.scenarios.LabSwitch;
import io.transship.lab.scenarios.LabTopology;
import io.transship.lab.testbed.LabSpec.Extent;
import io.transship.settings.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Builds one lab: the driver makes network and machines; meanwhile we write certificates and
 * configurations and start the manager; then the daemons, all at once.
 */
final class BringUp {

    /** What the driver calls the engine of a machine without one. */
    private static final String NO_ENGINE = "none";

    private final LabSpec spec;
    private final Programs programs;
    private final Progress progress;
    private final Executor threads = Thread::startVirtualThread;
    private final long started = System.nanoTime();

    BringUp(LabSpec spec, Programs programs, Progress progress) {
        this.spec = spec;
        this.programs = programs;
        this.progress = progress;
    }

    /** Everything up, or an exception and nothing left. */
    Testbed run() {
        Preflight.check();
        Keeper keeper = Keeper.start(spec.name(), driverSpec());
        try {
            Testbed testbed = build(keeper);
            report("lab", started);
            return testbed;
        } catch (RuntimeException | Error e) {
            boolean interrupted = keeper.isEnding();
            keeper.close();
            if (interrupted) {
                throw new CancellationException("this process ends");
            }
            throw e;
        }
    }

    private Testbed build(Keeper keeper) {
        LabFolders folders = new LabFolders(keeper.next().path("number").asInt());
        LabProcesses processes = new LabProcesses(folders, programs);
        CompletableFuture<Void> files = inBackground("certificates", () -> writeFiles(folders));
        CompletableFuture<Void> manager = CompletableFuture.completedFuture(null);
        for (JsonNode event = keeper.next(); !is(event, "up"); event = keeper.next()) {
            stage(event);
            if (is(event, "stage")
                    && event.path("stage").asString().equals("management")
                    && spec.extent() == Extent.EVERYTHING) {
                manager = startManager(keeper, processes, files);
            }
        }
        Testbed testbed = new Testbed(spec.name(), folders, programs, keeper);
        List<CompletableFuture<Void>> rest = new ArrayList<>(List.of(files, manager));
        rest.add(
                inBackground("kernel", () -> Preflight.checkpoints(testbed.machines().getFirst())));
        testbed.machines().stream()
                .filter(machine -> spec.hasEngine(spec.topology().host(machine.name())))
                .forEach(machine -> rest.add(startMachine(processes, machine, files)));
        join(CompletableFuture.allOf(rest.toArray(CompletableFuture[]::new)));
        return testbed;
    }

    private CompletableFuture<Void> startManager(
            Keeper keeper, LabProcesses processes, CompletableFuture<Void> files) {
        return files.thenCompose(
                ready ->
                        inBackground(
                                "manager",
                                () -> {
                                    processes.checkPorts();
                                    processes.awaitManager(processes.startManager(keeper.pid()));
                                }));
    }

    private CompletableFuture<Void> startMachine(
            LabProcesses processes, Machine machine, CompletableFuture<Void> files) {
        CompletableFuture<Void> engine =
                inBackground("engine " + machine, () -> prepareEngine(processes, machine));
        if (spec.extent() == Extent.NETWORK) {
            return engine;
        }
        return CompletableFuture.allOf(engine, files)
                .thenCompose(
                        ready ->
                                inBackground(
                                        "daemon " + machine, () -> processes.startDaemon(machine)));
    }

    private void prepareEngine(LabProcesses processes, Machine machine) {
        processes.awaitEngine(machine);
        spec.images().forEach(machine::load);
    }

    private void writeFiles(LabFolders folders) {
        LabCertificates certificates =
                new LabCertificates(spec.name(), new SecureRandom(), Instant.now());
        try {
            for (LabHost host : spec.topology().hosts()) {
                Path folder = folders.settings(host.name());
                LabFolders.makePrivate(folder);
                certificates.issue(
                        host.name(),
                        List.of(
                                host.managementAddress(folders.number()).text(),
                                host.address().text()),
                        folder);
                if (spec.extent() != Extent.NETWORK && spec.hasEngine(host)) {
                    LabFolders.write(
                            folder.resolve("daemon.yaml"),
                            Configurations.daemon(host, spec, folders.number()));
                }
            }
            Path manager = folders.manager();
            LabFolders.makePrivate(manager);
            TlsFiles tls =
                    certificates.issue(
                            "manager",
                            List.of(Configurations.managerAddress(folders.number()), "127.0.0.1"),
                            manager);
            LabFolders.write(
                    manager.resolve("manager.yaml"),
                    Configurations.manager(spec, folders.number(), tls, manager));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> driverSpec() {
        boolean led = spec.extent() == Extent.EVERYTHING;
        LabTopology topology = spec.topology();
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("rootfs", RootFilesystem.find().root().toString());
        driver.put("docker", spec.dockerSettings());
        driver.put("readOnly", programs.folders().stream().map(Path::toString).toList());
        driver.put("failMode", led ? "secure" : "standalone");
        driver.put("controllerPort", led ? Configurations.OPENFLOW_PORT : 0);
        driver.put("switches", topology.switches().stream().map(BringUp::describe).toList());
        driver.put("hosts", topology.hosts().stream().map(this::describe).toList());
        driver.put("links", topology.links().stream().map(BringUp::describe).toList());
        return driver;
    }

    private static Map<String, Object> describe(LabSwitch each) {
        return Map.of("name", each.name(), "dpid", "%016x".formatted(each.datapath().value()));
    }

    private Map<String, Object> describe(LabHost each) {
        return Map.of(
                "name",
                each.name(),
                "index",
                each.number(),
                "address",
                each.address().text(),
                "mac",
                each.mac().toString(),
                "engine",
                spec.hasEngine(each) ? Configurations.word(spec.engine()) : NO_ENGINE);
    }

    private static Map<String, Object> describe(LabLink each) {
        return Map.of("a", each.a(), "b", each.b(), "bps", each.capacity().bps());
    }

    private CompletableFuture<Void> inBackground(String stage, Runnable work) {
        long before = System.nanoTime();
        return CompletableFuture.runAsync(work, threads).thenRun(() -> report(stage, before));
    }

    private void stage(JsonNode event) {
        if (is(event, "stage")) {
            double seconds = event.path("seconds").asDouble();
            tell(event.path("stage").asString(), Duration.ofMillis(Math.round(seconds * 1000)));
        }
    }

    private void report(String stage, long before) {
        tell(stage, Duration.ofNanos(System.nanoTime() - before));
    }

    private synchronized void tell(String stage, Duration took) {
        progress.done(stage, took);
    }

    private static boolean is(JsonNode event, String kind) {
        return event.path("event").asString("").equals(kind);
    }

    private static void join(CompletableFuture<Void> all) {
        try {
            all.join();
        } catch (CompletionException e) {
            @Nullable Throwable cause = e.getCause();
            if (cause instanceof TransshipException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
