package io.transship.lab.bench.decide;

import io.transship.core.policy.Decision;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One decision, in a process that JMH starts; every one has a seed of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the network up before it asks
public class DecisionBenchmark {

    /** Ports of each switch. */
    @Param("8")
    public int k;

    private OneDecision decision;
    private long seed;

    /** Draws the network and looks at one decision: a wrong one is not worth measuring. */
    @Setup
    public void draw() {
        FatTree network = FatTree.ofBench(k);
        decision = new OneDecision(network);
        if (decision.decide(seed).explanation().candidates().size() != network.hosts() - 1) {
            throw new IllegalStateException("not every host is explained");
        }
    }

    /** Decides. */
    @Benchmark
    public Decision decide() {
        return decision.decide(seed++);
    }
}
