package io.transship.lab.scenarios;

import io.transship.core.model.BitRate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A network to build: switches, hosts and cables.
 *
 * @param name what people call it ("scenario 1", "ring:4")
 * @param switches in the order of their numbers
 * @param hosts in the order of their numbers
 * @param links between switches, and one from each host to its switch
 */
public record LabTopology(
        String name, List<LabSwitch> switches, List<LabHost> hosts, List<LabLink> links) {

    /** Checks that every link joins what is there and every host hangs at exactly one switch. */
    public LabTopology {
        switches = List.copyOf(switches);
        hosts = List.copyOf(hosts);
        links = List.copyOf(links);
        Set<String> switchNames = new HashSet<>();
        switches.forEach(each -> switchNames.add(each.name()));
        Map<String, Integer> cables = new TreeMap<>();
        hosts.forEach(each -> cables.put(each.name(), 0));
        for (LabLink link : links) {
            if (!switchNames.contains(link.a())
                    || !(switchNames.contains(link.b()) || cables.containsKey(link.b()))) {
                throw new IllegalArgumentException("no such node at an end of " + link);
            }
            cables.computeIfPresent(link.b(), (host, count) -> count + 1);
        }
        cables.forEach(
                (host, count) -> {
                    if (count != 1) {
                        throw new IllegalArgumentException(host + " has " + count + " cables");
                    }
                });
    }

    /** The host of that name, for example "h2". */
    public LabHost host(String host) {
        return hosts.stream()
                .filter(each -> each.name().equals(host))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no host " + host));
    }

    /** The links between switches only. */
    public List<LabLink> trunks() {
        return links.stream().filter(link -> link.b().startsWith("s")).toList();
    }

    /**
     * The least capacity on the way from one host to another.
     *
     * @throws IllegalArgumentException unless there is exactly one way without a loop
     */
    public BitRate bottleneck(String from, String to) {
        List<List<LabLink>> ways = new ArrayList<>();
        walk(from, to, List.of(), ways);
        if (ways.size() != 1) {
            throw new IllegalArgumentException(
                    ways.size() + " ways from " + from + " to " + to + " in " + name);
        }
        return ways.getFirst().stream()
                .map(LabLink::capacity)
                .min(BitRate::compareTo)
                .orElseThrow();
    }

    private void walk(String at, String to, List<LabLink> way, List<List<LabLink>> ways) {
        if (at.equals(to)) {
            ways.add(way);
            return;
        }
        for (LabLink link : links) {
            boolean leads = link.a().equals(at) || link.b().equals(at);
            String next = link.a().equals(at) ? link.b() : link.a();
            if (leads && way.stream().noneMatch(each -> touches(each, next))) {
                List<LabLink> longer = new ArrayList<>(way);
                longer.add(link);
                walk(next, to, longer, ways);
            }
        }
    }

    private static boolean touches(LabLink link, String node) {
        return link.a().equals(node) || link.b().equals(node);
    }
}
