package io.transship.lab.demo.proof;

import io.transship.core.model.BitRate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The emulated network as it was wired, by names: a picture of its own, made without the manager's
 * view, to check the manager's choice against.
 */
public final class Cables {

    private final List<Cable> cables = new ArrayList<>();

    private record Cable(String one, String other, BitRate capacity) {
        boolean touches(String node) {
            return one.equals(node) || other.equals(node);
        }
    }

    /** Lays a cable between a switch and a switch or a host. */
    public Cables lay(String one, String other, BitRate capacity) {
        cables.add(new Cable(one, other, capacity));
        return this;
    }

    /** The way with the fewest cables, both ends included; empty if there is none. */
    public Optional<List<String>> way(String from, String to) {
        Map<String, String> cameFrom = new HashMap<>(Map.of(from, from));
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty() && !cameFrom.containsKey(to)) {
            String at = open.remove();
            cables.stream()
                    .filter(cable -> cable.touches(at))
                    .map(cable -> cable.one().equals(at) ? cable.other() : cable.one())
                    .sorted()
                    .filter(next -> cameFrom.putIfAbsent(next, at) == null)
                    .forEach(open::add);
        }
        return cameFrom.containsKey(to)
                ? Optional.of(unwind(cameFrom, from, to))
                : Optional.empty();
    }

    private static List<String> unwind(Map<String, String> cameFrom, String from, String to) {
        List<String> way = new ArrayList<>(List.of(to));
        while (!way.getFirst().equals(from)) {
            way.addFirst(cameFrom.getOrDefault(way.getFirst(), from));
        }
        return List.copyOf(way);
    }

    /** The least capacity on the way from one place to the other. */
    public BitRate bottleneck(String from, String to) {
        List<String> way =
                way(from, to)
                        .orElseThrow(
                                () -> new IllegalArgumentException("no way " + from + " – " + to));
        return cables.stream()
                .filter(cable -> isOn(cable, way))
                .map(Cable::capacity)
                .min(BitRate::compareTo)
                .orElseThrow();
    }

    private static boolean isOn(Cable cable, List<String> way) {
        int one = way.indexOf(cable.one());
        int other = way.indexOf(cable.other());
        return one >= 0 && other >= 0 && Math.abs(one - other) == 1;
    }
}
