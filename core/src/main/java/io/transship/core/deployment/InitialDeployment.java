package io.transship.core.deployment;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which hosts run a container at system start.
 *
 * <p>Source: thesis Table 4.1: serverdeployRatio is the "ratio of hosts in user infrastructure that
 * will run the container at system initialize stage". It leaves open which hosts; the first by
 * name, so that a run can be repeated.
 */
public final class InitialDeployment {

    private InitialDeployment() {}

    /**
     * The first ⌈ratio × n⌉ of n hosts, by name.
     *
     * @param usable hosts that may run a container
     * @param ratio 0 to 1
     */
    public static List<HostId> hosts(Collection<HostId> usable, double ratio) {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("a ratio is between 0 and 1, not " + ratio);
        }
        return usable.stream().sorted().limit((long) Math.ceil(ratio * usable.size())).toList();
    }

    /** Names for {@code count} containers: the name itself for one, else name-1, name-2 … */
    public static List<ContainerId> names(String name, int count) {
        return count == 1
                ? List.of(new ContainerId(name))
                : IntStream.rangeClosed(1, count)
                        .mapToObj(i -> new ContainerId(name + "-" + i))
                        .toList();
    }
}
