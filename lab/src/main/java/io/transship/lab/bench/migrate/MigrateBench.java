package io.transship.lab.bench.migrate;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.daemon.DaemonConfig.EngineKind;
import io.transship.daemon.tuning.Tuning;
import io.transship.lab.bench.migrate.MigrateCommand.Plan;
import io.transship.lab.bench.migrate.report.Bar;
import io.transship.lab.bench.migrate.report.BarTable;
import io.transship.lab.bench.migrate.report.MigrateTable;
import io.transship.lab.bench.migrate.report.Outcome;
import io.transship.lab.bench.migrate.report.Peers;
import io.transship.lab.bench.migrate.report.Waterfall;
import io.transship.lab.bench.migrate.report.Work;
import io.transship.lab.bench.output.BenchOutput;
import io.transship.lab.demo.stage.Stage;
import io.transship.lab.programs.Programs;
import io.transship.lab.scenarios.LabTopology;
import io.transship.lab.testbed.LabSpec;
import io.transship.lab.testbed.LabSpec.Extent;
import io.transship.lab.testbed.Testbed;
import java.io.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All rows that were asked for, one lab for each link and engine. */
final class MigrateBench {

    /** More than user-space switches carry; the lab does not throttle such a cable. */
    private static final BitRate UNLIMITED = BitRate.ofMbps(10_000);

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(60);

    /** What a path carries in the worst case, where no cable says otherwise. */
    private static final double SLOWEST_BPS = 80e6;

    /** Nothing but the move and its client uses the links, so it may have all of them. */
    private static final Map<String, Object> MANAGER =
            Map.of(
                    "limits",
                    Map.of("coolDown", "0s"),
                    "mode",
                    "off",
                    "migration",
                    Map.of("maxShare", 1.0));

    private final Plan plan;
    private final BenchOutput output;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final boolean terminal = isTerminal();
    private int containers;

    MigrateBench(Plan plan, BenchOutput output) {
        this.plan = plan;
        this.output = output;
    }

    /** Whether every row of ours held; what a peer loses is its own affair, and shown. */
    boolean run() throws InterruptedException {
        output.say(
                ("%d moves count in each row; %d before them do not (warm-up). Client: one request"
                                + " each %d ms over one connection.")
                        .formatted(
                                plan.moves().runs(),
                                plan.moves().warmUps(),
                                GapWatch.REQUEST_PERIOD.toMillis()));
        for (Optional<BitRate> link : plan.links()) {
            for (String engine : plan.engines()) {
                lab(link, engine);
            }
        }
        output.say("");
        MigrateTable.lines(outcomes).forEach(output::say);
        BarTable.lines(outcomes).forEach(output::say);
        output.rows(
                "migrate",
                outcomes.stream().map(row -> row.document(Bar.of(row, outcomes))).toList());
        return outcomes.stream()
                .filter(each -> !Peers.is(each.work().how()))
                .allMatch(Outcome::held);
    }

    private void lab(Optional<BitRate> link, String engine) throws InterruptedException {
        LabTopology topology = plan.topology(link.orElse(UNLIMITED));
        LabSpec spec =
                new LabSpec(
                                "bench-" + ProcessHandle.current().pid(),
                                topology,
                                Extent.EVERYTHING,
                                Set.of("h1"),
                                MANAGER,
                                List.of())
                        .with(EngineKind.valueOf(engine.toUpperCase(Locale.ROOT)));
        output.say(
                "Lab: %s, %s, links %s, migration.maxShare 1"
                        .formatted(
                                topology.name(),
                                engine,
                                link.map(BitRate::toString).orElse("unlimited")));
        Path image = Stage.archive();
        try (Tuning _ = plan.tuning().begin();
                Testbed testbed =
                        Testbed.start(
                                plan.tuning().in(spec).withImage(image),
                                Programs.ofThisProcess(),
                                (stage, took) -> {})) {
            for (ByteCount memory : plan.memory()) {
                // First, so that each row of ours can be set against them at once.
                for (String peer : plan.peer() ? Peers.on(engine) : List.<String>of()) {
                    row(testbed, image, new Work(peer, Peers.engine(peer), memory, link));
                }
                for (String mode : plan.modes()) {
                    row(testbed, image, new Work(mode, engine, memory, link));
                }
            }
        } finally {
            Stage.remove(image);
        }
    }

    private void row(Testbed testbed, Path image, Work work) throws InterruptedException {
        Duration patience = patience(work);
        Outcome outcome;
        try (Course course = course(testbed, image, work)) {
            outcome = new Race(work, plan.moves(), patience, word -> live(work, word)).run(course);
        } catch (TransshipException e) {
            outcome = Outcome.failed(work, e.line());
        }
        outcomes.add(outcome);
        MigrateTable.line(outcome, outcomes).forEach(output::say);
        if (plan.waterfall() && !outcome.moves().isEmpty()) {
            Waterfall.lines(outcome.moves()).forEach(output::say);
        }
    }

    private Course course(Testbed testbed, Path image, Work work) {
        return Peers.is(work.how())
                ? new PeerCourse(testbed, image, work, patience(work))
                : new OurCourse(testbed, "bench-" + ++containers, work, patience(work));
    }

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    private static Duration patience(Work work) {
        double bps = work.link().map(BitRate::bps).map(Long::doubleValue).orElse(SLOWEST_BPS);
        double seconds = 3 * 8.0 * work.memory().bytes() / bps;
        return LEAST_PATIENCE.plusSeconds(Math.round(seconds));
    }

    private void live(Work work, String word) {
        if (terminal) {
            output.out()
                    .printf(
                            "\r  %s %s %s: %-20s\r",
                            work.how(), work.memoryWord(), work.linkWord(), word);
            output.out().flush();
        }
    }
}
