package io.transship.lab.bench.decide;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A profiler of JMH's: the processor time that the measuring thread spent on an operation. On a
 * busy machine it says more than the clock; compilers and collector are not in it.
 */
public final class ProcessorTime implements InternalProfiler {

    /** The name of the result, in ms an operation. */
    static final String LABEL = "processor.time";

    private static final String WORKER = "jmh-worker";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long before;

    @Override
    public String getDescription() {
        return "Processor time of the measuring threads, by operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = nanos();
    }

    @Override
    @SuppressWarnings("rawtypes") // as JMH has it
    public Collection<? extends Result> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double millis = (nanos() - before) / 1e6;
        long operations = Math.max(1, result.getMetadata().getAllOps());
        return List.of(
                new ScalarResult(LABEL, millis / operations, "ms/op", AggregationPolicy.AVG));
    }

    private static long nanos() {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains(WORKER))
                .mapToLong(thread -> THREADS.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
