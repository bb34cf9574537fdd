package io.transship.lab.bench.decide;

import io.transship.core.view.NetworkView;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What comes before a decision: a view is put together from links, hosts and loads. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the network up before it asks
public class ViewBenchmark {

    /** Ports of each switch. */
    @Param("8")
    public int k;

    private FatTree network;

    /** Draws the network. */
    @Setup
    public void draw() {
        network = FatTree.ofBench(k);
    }

    /** Takes a view. */
    @Benchmark
    public NetworkView take() {
        return network.view();
    }
}
