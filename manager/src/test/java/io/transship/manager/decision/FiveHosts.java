package io.transship.manager.decision;

import io.transship.core.model.BitRate;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The hosts of the thesis' network. */
public final class FiveHosts {

    private FiveHosts() {}

    /** h1 to h5 with 10.0.0.1 to 10.0.0.5 and links of 10 Mbit/s; h1 is reserved. */
    public static List<ConfiguredHost> configured() {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(
                        n ->
                                new ConfiguredHost(
                                        new HostId("h" + n),
                                        new IpAddress("10.0.0." + n),
                                        Optional.of(BitRate.ofMbps(10)),
                                        n == 1))
                .toList();
    }
}
