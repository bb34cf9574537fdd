package io.transship.core.limits;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds what containers' labels and the limits ask for and can't all hold. The rules stay safe with
 * it, since each forbids for itself: such a container just never moves, and nobody would know why.
 */
public final class Contradictions {

    private final MoveLimits limits;
    private final Facts facts;
    private final List<Contradiction> found = new ArrayList<>();

    /**
     * What is known of containers.
     *
     * @param hosts all that there are
     * @param reported by which hosts each is said to run there
     * @param traits what containers' labels say; absent: nothing
     */
    public record Facts(
            Set<HostId> hosts,
            Map<ContainerId, Set<HostId>> reported,
            Map<ContainerId, Traits> traits) {

        /** Copies the collections. */
        public Facts {
            hosts = Set.copyOf(hosts);
            reported = Map.copyOf(reported);
            traits = Map.copyOf(traits);
        }
    }

    private Contradictions(MoveLimits limits, Facts facts) {
        this.limits = limits;
        this.facts = facts;
    }

    /** All of them, containers by name. */
    public static List<Contradiction> in(Facts facts, MoveLimits limits) {
        Contradictions search = new Contradictions(limits, facts);
        new TreeMap<>(facts.reported()).forEach(search::searchDoubled);
        new TreeMap<>(facts.traits()).forEach(search::searchAlone);
        search.groups(Traits::together).forEach(search::searchTogether);
        search.groups(Traits::apart).forEach(search::searchApart);
        return List.copyOf(search.found);
    }

    private void searchDoubled(ContainerId container, Set<HostId> hosts) {
        if (hosts.size() > 1) {
            add(
                    List.of(container),
                    "%s runs on %s at once, with one address.".formatted(container, words(hosts)),
                    "Remove it on the hosts where it is not wanted, by their own engine.");
        }
    }

    private void searchAlone(ContainerId container, Traits traits) {
        if (!traits.hosts().isEmpty()
                && traits.hosts().stream().noneMatch(facts.hosts()::contains)) {
            add(
                    List.of(container),
                    "%s may only be on %s, and there is no such host."
                            .formatted(container, words(traits.hosts())),
                    "Correct its label " + Traits.HOSTS + ", or add the host.");
        }
        pinnedTo(container)
                .filter(host -> !mayBeOn(container, host))
                .ifPresent(
                        host ->
                                add(
                                        List.of(container),
                                        "%s is pinned on %s, and may only be on %s."
                                                .formatted(container, host, words(traits.hosts())),
                                        "Unpin it, or name %s in its label %s."
                                                .formatted(host, Traits.HOSTS)));
        if (traits.apart().isPresent() && traits.apart().equals(traits.together())) {
            add(
                    List.of(container),
                    "%s is of the group %s that is to be apart and to share a host."
                            .formatted(container, traits.apart().get()),
                    "Take one of its labels %s and %s away."
                            .formatted(Traits.APART, Traits.TOGETHER));
        }
    }

    private void searchTogether(String group, List<ContainerId> members) {
        if (members.size() > limits.containersPerHost()) {
            add(
                    members,
                    "The %d containers of group %s are to share a host, and a host takes %d."
                            .formatted(members.size(), group, limits.containersPerHost()),
                    "Raise limits.containersPerHost, or take the label %s away."
                            .formatted(Traits.TOGETHER));
        }
        pairs(members, (one, other) -> searchTogether(group, one, other));
    }

    private void searchTogether(String group, ContainerId one, ContainerId other) {
        Set<HostId> shared = new HashSet<>(placesOf(one));
        shared.retainAll(placesOf(other));
        if (shared.isEmpty()) {
            add(
                    List.of(one, other),
                    "%s and %s of group %s are to share a host, and there is none that both may be"
                                    .formatted(one, other, group)
                            + " on.",
                    "Unpin one of them, or let their labels %s have a host in common."
                            .formatted(Traits.HOSTS));
        }
        Optional<String> apart = traits(one).apart();
        if (apart.isPresent()
                && apart.equals(traits(other).apart())
                && !apart.get().equals(group)) {
            add(
                    List.of(one, other),
                    "%s and %s are to share a host as group %s, and to be apart as group %s."
                            .formatted(one, other, group, apart.get()),
                    "Take one of the labels %s and %s away."
                            .formatted(Traits.APART, Traits.TOGETHER));
        }
    }

    private void searchApart(String group, List<ContainerId> members) {
        pairs(
                members,
                (one, other) -> {
                    Set<HostId> places = new HashSet<>(placesOf(one));
                    places.addAll(placesOf(other));
                    if (places.size() == 1) {
                        add(
                                List.of(one, other),
                                "%s and %s of group %s are to be apart, and both may only be on %s."
                                        .formatted(one, other, group, words(places)),
                                "Unpin one of them, or name more hosts in its label %s."
                                        .formatted(Traits.HOSTS));
                    }
                });
    }

    /** Takes two of a group. */
    @FunctionalInterface
    private interface Pair {
        void of(ContainerId one, ContainerId other);
    }

    private static void pairs(List<ContainerId> members, Pair each) {
        for (int i = 0; i < members.size(); i++) {
            for (int j = i + 1; j < members.size(); j++) {
                each.of(members.get(i), members.get(j));
            }
        }
    }

    /** Members by name, of groups that have two at least. */
    private Map<String, List<ContainerId>> groups(Function<Traits, Optional<String>> label) {
        Map<String, List<ContainerId>> groups = new TreeMap<>();
        new TreeMap<>(facts.traits())
                .forEach(
                        (container, traits) ->
                                label.apply(traits)
                                        .ifPresent(
                                                group ->
                                                        groups.computeIfAbsent(
                                                                        group,
                                                                        _ -> new ArrayList<>())
                                                                .add(container)));
        groups.values().removeIf(members -> members.size() < 2);
        return groups;
    }

    /** Where it may be, if it stays pinned and its label holds. */
    private Set<HostId> placesOf(ContainerId container) {
        return pinnedTo(container)
                .map(Set::of)
                .orElseGet(
                        () ->
                                facts.hosts().stream()
                                        .filter(host -> mayBeOn(container, host))
                                        .collect(Collectors.toSet()));
    }

    private boolean mayBeOn(ContainerId container, HostId host) {
        Set<HostId> named = traits(container).hosts();
        return named.isEmpty() || named.contains(host);
    }

    /** The one host where it is and stays. */
    private Optional<HostId> pinnedTo(ContainerId container) {
        boolean pinned = traits(container).pinned() || limits.pinned().contains(container);
        Set<HostId> hosts = facts.reported().getOrDefault(container, Set.of());
        return pinned && hosts.size() == 1 ? hosts.stream().findFirst() : Optional.empty();
    }

    private Traits traits(ContainerId container) {
        return facts.traits().getOrDefault(container, Traits.NONE);
    }

    private static String words(Collection<HostId> hosts) {
        return hosts.stream().map(HostId::name).sorted().collect(Collectors.joining(", "));
    }

    private void add(List<ContainerId> containers, String problem, String mend) {
        found.add(new Contradiction(containers, problem, mend));
    }
}
