package io.transship.lab.bench.decide;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Measures one size with JMH: the decision, and beside it taking its view, and the baseline. */
final class DecideBench {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** JMH looks at how objects lie; without this the JVM complains of it. */
    private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    private final Effort effort;

    /**
     * How much is measured.
     *
     * @param warmUp seconds before what counts
     * @param seconds that count
     * @param forks processes one after the other, in which it is measured; 0: in this one
     * @param cutOff seconds of processor time after which the baseline is cut off
     * @param verbose whether JMH shows what it does
     */
    record Effort(int warmUp, int seconds, int forks, int cutOff, boolean verbose) {}

    DecideBench(Effort effort) {
        this.effort = effort;
        // Its lock would keep off the benches of other users of the machine.
        System.setProperty("jmh.ignoreLock", "true");
    }

    DecideFigures measure(int k) {
        RunResult ours = run(warm(DecisionBenchmark.class, k));
        RunResult view = run(warm(ViewBenchmark.class, k));
        RunResult others =
                run(
                        options(AllPathsBenchmark.class, k)
                                .param("seconds", Integer.toString(effort.cutOff()))
                                .warmupIterations(Math.min(1, effort.warmUp()))
                                .warmupTime(TimeValue.seconds(1))
                                .measurementIterations(1)
                                .measurementTime(TimeValue.seconds(1)));
        return new DecideFigures(
                k,
                FatTree.switches(k),
                FatTree.links(k),
                FatTree.hosts(k),
                decision(ours),
                median(view),
                allPaths(others));
    }

    private ChainedOptionsBuilder warm(Class<?> benchmark, int k) {
        return options(benchmark, k)
                .warmupIterations(effort.warmUp())
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(effort.seconds())
                .measurementTime(TimeValue.seconds(1));
    }

    private ChainedOptionsBuilder options(Class<?> benchmark, int k) {
        return new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark.getName() + "."))
                .param("k", Integer.toString(k))
                .forks(effort.forks())
                .jvmArgs("-Xmx1g", "-XX:+UseSerialGC", "-Xlog:disable", UNSAFE)
                .addProfiler(GCProfiler.class)
                .addProfiler(ProcessorTime.class)
                .shouldFailOnError(true)
                .verbosity(effort.verbose() ? VerboseMode.NORMAL : VerboseMode.SILENT);
    }

    private static RunResult run(ChainedOptionsBuilder options) {
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            return results.iterator().next();
        } catch (RunnerException e) {
            throw new TransshipException(
                    FailureCode.INTERNAL,
                    "JMH did not measure it: " + e.getMessage() + ".",
                    "Run it again with --verbose to see what JMH says.",
                    e);
        }
    }

    private static double median(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    private static DecideFigures.Decision decision(RunResult result) {
        Statistics times = result.getPrimaryResult().getStatistics();
        return new DecideFigures.Decision(
                median(result),
                times.getPercentile(95),
                figure(result, ProcessorTime.LABEL),
                figure(result, ALLOCATED),
                times.getN());
    }

    private static DecideFigures.AllPaths allPaths(RunResult result) {
        double calls = figure(result, "calls");
        return new DecideFigures.AllPaths(
                result.getPrimaryResult().getScore(),
                figure(result, ProcessorTime.LABEL),
                figure(result, ALLOCATED),
                Math.round(figure(result, "hosts") / calls),
                Math.round(figure(result, "paths") / calls));
    }

    @SuppressWarnings("rawtypes") // as JMH has it
    private static double figure(RunResult result, String label) {
        for (Map.Entry<String, Result> each : result.getSecondaryResults().entrySet()) {
            if (each.getKey().endsWith(label)) {
                return each.getValue().getScore();
            }
        }
        throw new IllegalStateException("JMH did not tell " + label);
    }
}
