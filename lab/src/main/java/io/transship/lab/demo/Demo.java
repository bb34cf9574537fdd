package io.transship.lab.demo;

import io.transship.cli.client.ManagerEvent;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.lab.demo.client.ClientLine;
import io.transship.lab.demo.proof.DemoResult;
import io.transship.lab.demo.proof.Inspection;
import io.transship.lab.demo.proof.Leftovers;
import io.transship.lab.demo.proof.ThesisFigure;
import io.transship.lab.demo.proof.Verdict;
import io.transship.lab.demo.screen.Text;
import io.transship.lab.demo.screen.TextTable;
import io.transship.lab.demo.screen.Timeline;
import io.transship.lab.demo.stage.Load;
import io.transship.lab.demo.stage.Stage;
import io.transship.lab.demo.stage.StagePlan;
import io.transship.lab.demo.stage.Watcher;
import io.transship.lab.demo.story.Narrator;
import io.transship.lab.demo.story.Story;
import io.transship.lab.testbed.Testbed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** One demo, from nothing to the verdict. Confined to one thread. */
final class Demo {

    private static final Duration REQUEST_PERIOD = Duration.ofMillis(10);
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration DECISION_PATIENCE = Duration.ofMinutes(5);
    private static final Duration REPLY_PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOAD_ALONE = Duration.ofSeconds(5);
    private static final Duration RESUME_PATIENCE = Duration.ofSeconds(60);
    private static final Duration DYING = Duration.ofSeconds(5);
    private static final Duration AFTERWARDS = Duration.ofSeconds(4);

    /** A migration is given up when it takes this many times longer than its bytes need. */
    private static final int SLOWEST = 4;

    private final DemoOptions options;
    private final StagePlan plan;
    private final Clock clock = Clock.systemUTC();
    private final long startedNanos = System.nanoTime();
    private final Timeline timeline;
    private final LiveLine live;
    private final Story story = new Story();
    private final MoveProgress progress = new MoveProgress();
    private double labUpMs;

    Demo(DemoOptions options, PrintStream out, boolean terminal) {
        this.options = options;
        this.plan =
                new StagePlan(
                        options.scenario(), options.policy(), options.state(), options.seed());
        this.timeline = new Timeline(out, terminal, () -> (System.nanoTime() - startedNanos) / 1e9);
        this.live = new LiveLine(timeline);
    }

    /** Shows everything; true if every check holds. */
    boolean run() throws InterruptedException {
        try (live) {
            Shown shown = show();
            live.hide();
            DemoResult result = shown.findings().result(verdict(shown));
            FinalTable.lines(result, thesis()).forEach(timeline::plain);
            options.json().ifPresent(file -> write(file, result.json()));
            return result.verdict().passed();
        }
    }

    /** What is known when the lab has gone, or stays. */
    private record Shown(Findings findings, List<Verdict.Check> checks, int lab, String keeper) {}

    private void header() {
        timeline.plain(
                "Transship demo: scenario %d, policy %s, %s of state, seed %d"
                        .formatted(
                                plan.scenario().number(),
                                plan.policy(),
                                plan.state(),
                                plan.seed()));
        timeline.plain("");
        TextTable table = new TextTable("lrr", "measurement and detection", "here", "thesis");
        plan.settings().forEach(each -> table.row(each.name(), each.here(), each.thesis()));
        table.lines(Timeline.WIDTH).forEach(timeline::plain);
        timeline.plain("");
    }

    private Shown show() throws InterruptedException {
        LabStages stages = new LabStages(this::header);
        live.show(() -> "building the lab: " + stages.latest());
        try (Testbed lab = Stage.up(plan, options.name(), stages);
                Interruption _ = Interruption.takesDown(lab, timeline)) {
            labUpMs = elapsedMs();
            timeline.event(
                    "The lab is up: %d switches, %d machines, each with its own Docker and daemon; manager."
                            .formatted(plan.topology().switches().size(), lab.machines().size()));
            Text.wrap(stages.summary(), Timeline.WIDTH - 10).forEach(timeline::detail);
            try (ManagerLink manager = ManagerLink.to(lab)) {
                Shown shown = play(lab, manager);
                if (options.keep()) {
                    lab.detach();
                    Keeping.tell(timeline, lab);
                } else {
                    live.show(() -> "taking the lab down");
                }
                return shown;
            }
        }
    }

    private Shown play(Testbed lab, ManagerLink manager) throws InterruptedException {
        Narrator narrator = new Narrator(timeline, switchNames());
        manager.follow(event -> hear(event, narrator));
        JsonNode container = awaitContainer(manager);
        String host = container.path("host").asString("");
        String address = container.path("ip").asString("");
        timeline.event(
                "%s runs on %s as %s (deployed by serverdeployRatio)."
                        .formatted(StagePlan.CONTAINER, host, address));
        try (Watcher watcher = watcher(lab, address);
                Load load = load(lab, address, plan.load(host))) {
            live.show(() -> LiveText.of(story, progress, watcher, load));
            enforcePolicy(lab);
            awaitMigration();
            int seconds = load.stream().seconds();
            Poll.pass(AFTERWARDS);
            boolean resumed = resumes(load, seconds);
            return finish(
                    lab, manager, watcher, LoadFigures.of(load.stream(), story, plan, resumed));
        }
    }

    private void hear(ManagerEvent event, Narrator narrator) {
        boolean over = story.chapter() == Story.Chapter.OVER;
        if (story.take(event) && !over) {
            progress.take(event);
            narrator.tell(event);
        }
    }

    private JsonNode awaitContainer(ManagerLink manager) {
        live.show(() -> "waiting for the manager to deploy " + StagePlan.CONTAINER);
        return Poll.until(START_PATIENCE, () -> running(manager.containers()))
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.INTERNAL,
                                        "the manager has not deployed the container within "
                                                + START_PATIENCE.toSeconds()
                                                + " s."));
    }

    private static Optional<JsonNode> running(JsonNode containers) {
        return StreamSupport.stream(containers.spliterator(), false)
                .filter(each -> each.path("name").asString("").equals(StagePlan.CONTAINER))
                .filter(each -> each.path("running").asBoolean(false))
                .findFirst();
    }

    private Watcher watcher(Testbed lab, String address) throws InterruptedException {
        live.show(() -> "starting the client on " + StagePlan.CLIENT_HOST);
        Watcher watcher =
                new Watcher(
                        lab.machine(StagePlan.CLIENT_HOST),
                        address,
                        REQUEST_PERIOD,
                        REPLY_PATIENCE);
        watcher.awaitTalking(START_PATIENCE);
        timeline.event(
                "Client on %s: one request each %d ms over one connection."
                        .formatted(StagePlan.CLIENT_HOST, REQUEST_PERIOD.toMillis()));
        return watcher;
    }

    private Load load(Testbed lab, String address, BitRate rate) throws InterruptedException {
        story.loadStarts(clock.instant());
        Load load = new Load(lab.machine(StagePlan.CLIENT_HOST), address, rate);
        load.awaitRunning(START_PATIENCE);
        timeline.event(
                "Load from %s: iperf3 sends %s to the container. From here on the system acts by itself."
                        .formatted(StagePlan.CLIENT_HOST, rate));
        return load;
    }

    /** A policy that asks no detector would not have waited for client and load. */
    private void enforcePolicy(Testbed lab) {
        if (!plan.policy().equals(plan.policyAtStart())) {
            Poll.pass(LOAD_ALONE);
            PolicySwitch.in(lab, plan.policy());
            timeline.event(
                    ("Policy %s decides at each check and asks for no load (thesis 5.4): it is"
                                    + " written into the configuration file now.")
                            .formatted(plan.policy()));
        }
    }

    private void awaitMigration() throws InterruptedException {
        Duration patience = DECISION_PATIENCE;
        BitRate slowest = new BitRate(2_000_000);
        double bytesSeconds = plan.state().bytes() * 8.0 / slowest.bps();
        patience = patience.plusSeconds((long) (SLOWEST * bytesSeconds));
        if (!story.awaitEnd(patience)) {
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "no migration ended within " + patience.toSeconds() + " s.",
                    "See the timeline above for how far it came.",
                    null);
        }
    }

    /** After a long silence TCP may take its time, the more so behind a narrower link. */
    private static boolean resumes(Load load, int seconds) {
        Optional<Boolean> answer =
                Poll.until(
                        RESUME_PATIENCE,
                        () ->
                                load.stream().wentAfter(seconds) || !load.alive()
                                        ? Optional.of(load.alive())
                                        : Optional.empty());
        return answer.orElse(false);
    }

    private Shown finish(Testbed lab, ManagerLink manager, Watcher watcher, DemoResult.Load load)
            throws InterruptedException {
        live.show(() -> "waiting for the last replies");
        ClientLine client = watcher.finish(REPLY_PATIENCE.multipliedBy(2));
        timeline.event(
                "Client ends: %d of %d requests answered, longest gap %s."
                        .formatted(
                                client.report().counts().replies(),
                                client.report().counts().sent(),
                                Text.time(client.report().longestGap().lengthMs())));
        live.show(() -> "asking every machine what runs there");
        Inspection inspection = Inspection.of(lab.machines(), StagePlan.CONTAINER);
        timeline.event("Machines asked: " + inspection.forPeople() + ".");
        Findings findings =
                new Findings(
                        plan,
                        story,
                        migration(manager),
                        client,
                        load,
                        labUpMs,
                        millisSinceStart(story.orderedAt()));
        List<Verdict.Check> checks = Checks.of(findings, inspection, plan);
        return new Shown(findings, checks, lab.number(), Leftovers.keeper(lab.number()));
    }

    /** The manager's report of the migration that the story tells. */
    private JsonNode migration(ManagerLink manager) {
        return Poll.until(START_PATIENCE, () -> newest(manager.migrations())).orElse(story.end());
    }

    private static Optional<JsonNode> newest(JsonNode migrations) {
        return StreamSupport.stream(migrations.spliterator(), false)
                .filter(each -> each.path("over").asBoolean(false))
                .findFirst();
    }

    private Verdict verdict(Shown shown) {
        Verdict verdict = Verdict.of(shown.checks());
        if (options.keep()) {
            return verdict;
        }
        List<String> left = leftovers(shown);
        timeline.event("The lab is down.");
        return verdict.with(
                new Verdict.Check(
                        "nothing is left of the lab",
                        left.isEmpty(),
                        left.isEmpty()
                                ? "no process, mount, cgroup, interface, folder"
                                : left.toString()));
    }

    /** A killed process needs a moment until the kernel has forgotten it. */
    private static List<String> leftovers(Shown shown) {
        Optional<List<String>> nothing =
                Poll.until(
                        DYING,
                        () ->
                                Optional.of(Leftovers.of(shown.lab(), shown.keeper()))
                                        .filter(List::isEmpty));
        return nothing.orElseGet(() -> Leftovers.of(shown.lab(), shown.keeper()));
    }

    private Map<String, String> switchNames() {
        return plan.topology().switches().stream()
                .collect(Collectors.toMap(each -> each.datapath().toString(), each -> each.name()));
    }

    private ThesisFigure thesis() {
        return ThesisFigure.of(plan.scenario().number(), plan.policy());
    }

    private void write(Path file, String text) {
        try {
            Files.writeString(file, text);
            timeline.plain("The numbers are in " + file + ".");
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.USAGE, "--json " + file + " can't be written: " + e + ".", e);
        }
    }

    private double elapsedMs() {
        return (System.nanoTime() - startedNanos) / 1e6;
    }

    private double millisSinceStart(Instant at) {
        return elapsedMs() - Duration.between(at, clock.instant()).toNanos() / 1e6;
    }
}
