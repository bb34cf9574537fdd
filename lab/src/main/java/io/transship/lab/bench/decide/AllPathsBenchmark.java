package io.transship.lab.bench.decide;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The same decision over all paths, in a process that JMH starts; cut off when it takes too long.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the network up before it asks
public class AllPathsBenchmark {

    /** Ports of each switch. */
    @Param("8")
    public int k;

    /** Of processor time, after which it is cut off. */
    @Param("10")
    public int seconds;

    private AllPathsBaseline baseline;

    /** How far it came, summed over all calls of an iteration. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Progress {

        /** Calls. */
        public long calls;

        /** Hosts that were judged. */
        public long hosts;

        /** Paths that were listed. */
        public long paths;
    }

    /** Draws the network. */
    @Setup
    public void draw() {
        FatTree network = FatTree.ofBench(k);
        baseline = new AllPathsBaseline(network.view(), network.source().host());
    }

    /** Decides. */
    @Benchmark
    public Object decide(Progress progress) {
        AllPathsBaseline.Outcome outcome =
                baseline.run(
                        Duration.ofSeconds(seconds),
                        ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
        progress.calls++;
        progress.hosts += outcome.hosts();
        progress.paths += outcome.paths();
        return outcome;
    }
}
