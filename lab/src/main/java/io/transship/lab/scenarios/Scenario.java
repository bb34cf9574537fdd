package io.transship.lab.scenarios;

import io.transship.core.model.BitRate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The three networks of the thesis (7.2, figures 7.1, 7.4 and 7.6; appendix 9.4): a star of five
 * switches with a host at each. h1 is the client, h2 starts with the container, h3 to h5 are free.
 */
public enum Scenario {
    /** The paths to the free hosts carry 10, 5 and 2 Mbit/s. */
    HETEROGENEOUS(1),
    /** The link s1-s2, which most paths share, carries 5 Mbit/s. */
    BOTTLENECK(2),
    /** Every link carries 5 Mbit/s. */
    HOMOGENEOUS(3);

    private final int number;

    Scenario(int number) {
        this.number = number;
    }

    /**
     * The scenario with the thesis' number.
     *
     * @throws IllegalArgumentException if it is not 1, 2 or 3
     */
    public static Scenario of(int number) {
        for (Scenario scenario : values()) {
            if (scenario.number == number) {
                return scenario;
            }
        }
        throw new IllegalArgumentException("the thesis has scenarios 1, 2 and 3, not " + number);
    }

    /** 1, 2 or 3. */
    public int number() {
        return number;
    }

    /** The network. */
    public LabTopology topology() {
        double[] access = accessMbps();
        List<LabLink> cables =
                IntStream.rangeClosed(1, 5)
                        .mapToObj(n -> link("s" + n, "h" + n, access[n - 1]))
                        .toList();
        return Shapes.topology("scenario " + number, 5, cables, trunks());
    }

    /** s1-h1 to s5-h5. */
    private double[] accessMbps() {
        return switch (this) {
            case HETEROGENEOUS -> new double[] {10, 10, 10, 5, 2};
            case BOTTLENECK -> new double[] {10, 10, 10, 10, 10};
            case HOMOGENEOUS -> new double[] {5, 5, 5, 5, 5};
        };
    }

    private List<LabLink> trunks() {
        double[] mbps =
                switch (this) {
                    case HETEROGENEOUS -> new double[] {10, 10, 5, 2};
                    case BOTTLENECK -> new double[] {5, 10, 10, 7};
                    case HOMOGENEOUS -> new double[] {5, 5, 5, 5};
                };
        return List.of(
                link("s1", "s2", mbps[0]),
                link("s1", "s3", mbps[1]),
                link("s1", "s4", mbps[2]),
                link("s2", "s5", mbps[3]));
    }

    private static LabLink link(String a, String b, double mbps) {
        return new LabLink(a, b, BitRate.ofMbps(mbps));
    }
}
