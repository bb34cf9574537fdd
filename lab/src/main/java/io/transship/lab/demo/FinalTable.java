package io.transship.lab.demo;

import io.transship.lab.demo.proof.DemoResult;
import io.transship.lab.demo.proof.ThesisFigure;
import io.transship.lab.demo.proof.Verdict;
import io.transship.lab.demo.screen.Text;
import io.transship.lab.demo.screen.TextTable;
import io.transship.lab.demo.screen.Timeline;
import java.util.ArrayList;
import java.util.List;

/** The demo's end: figures, the thesis' beside ours, checks. */
final class FinalTable {

    private FinalTable() {}

    static List<String> lines(DemoResult result, ThesisFigure thesis) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(comparison(result, thesis).lines(Timeline.WIDTH));
        lines.add("");
        lines.addAll(figures(result).lines(Timeline.WIDTH));
        lines.add("");
        lines.addAll(checks(result.verdict()).lines(Timeline.WIDTH));
        lines.add("");
        lines.add(conclusion(result));
        return lines;
    }

    private static TextTable comparison(DemoResult result, ThesisFigure thesis) {
        return new TextTable(
                        "lrr",
                        "scenario %d, policy %s".formatted(result.scenario(), result.policy()),
                        "this run",
                        "thesis, table " + thesis.table())
                .row(
                        "decision + migration",
                        Text.seconds(result.times().reportedMs()),
                        thesis.forPeople());
    }

    private static TextTable figures(DemoResult result) {
        DemoResult.Times times = result.times();
        DemoResult.Client client = result.client();
        return new TextTable("lrl", "measured", "", "from … to")
                .row("detection", Text.seconds(times.detectionMs()), "load's start … source named")
                .row("decision", Text.time(times.decisionMs()), "source named … target named")
                .row("migration", Text.seconds(times.migrationMs()), "order … committed")
                .row("downtime", Text.seconds(times.downtimeMs()), "frames held … frames replayed")
                .row(
                        "longest gap at the client",
                        Text.seconds(client.longestGapMs()),
                        Text.time(client.gapBeyondTransferMs()) + " beyond sending the state")
                .row(
                        "bytes moved",
                        mebibytes(result.bytes().moved()),
                        "%s of them state, over %.0f Mbit/s"
                                .formatted(
                                        mebibytes(result.bytes().state()),
                                        result.path().bottleneckBps() / 1e6))
                .row(
                        "requests answered",
                        String.valueOf(client.requestsSent() - client.repliesLost()),
                        "of %d; latency median %s, 99 %% within %s"
                                .formatted(
                                        client.requestsSent(),
                                        millis(client.latencyMs().p50()),
                                        Text.time(client.latencyMs().p99())))
                .row(
                        "load stream",
                        "%.2f Mbit/s".formatted(result.load().meanBeforeBps() / 1e6),
                        "before the move; %d silent seconds during it"
                                .formatted(result.load().silentSeconds()));
    }

    private static TextTable checks(Verdict verdict) {
        TextTable table = new TextTable("lll", "check", "", "found");
        verdict.checks()
                .forEach(
                        check ->
                                table.row(
                                        check.name(),
                                        check.passed() ? "ok" : "FAILED",
                                        check.detail()));
        return table;
    }

    private static String conclusion(DemoResult result) {
        List<String> failed =
                result.verdict().checks().stream()
                        .filter(check -> !check.passed())
                        .map(Verdict.Check::name)
                        .toList();
        return failed.isEmpty()
                ? "All %d checks hold.".formatted(result.verdict().checks().size())
                : "FAILED: " + String.join("; ", failed) + ".";
    }

    private static String mebibytes(long bytes) {
        return "%.2f MiB".formatted(bytes / (double) (1 << 20));
    }

    private static String millis(double ms) {
        return "%.1f ms".formatted(ms);
    }
}
