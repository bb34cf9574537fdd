package io.transship.lab.bench.decide;

import io.transship.core.policy.Decision;
import io.transship.core.view.NetworkView;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * A process of the bench: decides in one network, then lets the baseline do it. Arguments: k,
 * seconds to warm up, decisions that count, seconds for the baseline, both of processor time.
 * Writes one line of {@link DecideLine}.
 */
public final class DecideMain {

    private static final long SEED = 42;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int LEAST_WARM_UPS = 20;

    /** One figure for each decision, in order of size. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Samples(long[] nanos, long[] cpu, long[] bytes) {}

    private DecideMain() {}

    /** Runs. */
    public static void main(String[] arguments) throws JMException {
        int k = Integer.parseInt(arguments[0]);
        Duration warmUp = Duration.ofSeconds(Long.parseLong(arguments[1]));
        int counted = Integer.parseInt(arguments[2]);
        Duration baseline = Duration.ofSeconds(Long.parseLong(arguments[3]));
        FatTree network = new FatTree(k, SEED);
        OneDecision decision = new OneDecision(network);
        long end = THREADS.getCurrentThreadCpuTime() + warmUp.toNanos();
        for (int i = 0; i < LEAST_WARM_UPS || THREADS.getCurrentThreadCpuTime() < end; i++) {
            checked(decision.decide(i), network);
        }
        Samples samples = samples(decision, counted, network);
        NetworkView view = network.view();
        AllPathsBaseline other = new AllPathsBaseline(view, network.source().host());
        AllPathsBaseline.Outcome outcome = other.run(baseline, THREADS::getCurrentThreadCpuTime);
        System.out.println(
                new DecideLine(
                        k,
                        view.topology().switches().size(),
                        view.topology().links().size(),
                        view.hosts().size(),
                        samples.nanos()[counted / 2] / 1e6,
                        samples.nanos()[counted * 95 / 100] / 1e6,
                        samples.cpu()[counted / 2] / 1e6,
                        samples.bytes()[counted / 2],
                        outcome.took().toNanos() / 1e6,
                        outcome.hosts(),
                        outcome.paths(),
                        outcome.finished()));
    }

    private static Samples samples(OneDecision decision, int counted, FatTree network)
            throws JMException {
        Samples samples = new Samples(new long[counted], new long[counted], new long[counted]);
        for (int i = 0; i < counted; i++) {
            long allocated = allocated();
            long cpuBefore = THREADS.getCurrentThreadCpuTime();
            long begin = System.nanoTime();
            Decision made = decision.decide(i);
            samples.nanos()[i] = System.nanoTime() - begin;
            samples.cpu()[i] = THREADS.getCurrentThreadCpuTime() - cpuBefore;
            samples.bytes()[i] = allocated() - allocated;
            checked(made, network);
        }
        List.of(samples.nanos(), samples.cpu(), samples.bytes()).forEach(Arrays::sort);
        return samples;
    }

    /** A decision that is not used could be optimised away. */
    private static void checked(Decision decision, FatTree network) {
        if (decision.explanation().candidates().size() != network.hosts() - 1) {
            throw new IllegalStateException("not every host is explained");
        }
    }

    private static long allocated() throws JMException {
        return (long)
                ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(
                                new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                                "CurrentThreadAllocatedBytes");
    }
}
