package io.transship.core.view;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import io.transship.core.model.Path;
import io.transship.core.topology.PathTree;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * A list of routes that are found by their ends. Either all were given, or they lie along a tree of
 * ways and each is made when it is asked for. Immutable.
 */
public final class Routes extends AbstractList<Route> implements RandomAccess {

    /** The two ends of a route. */
    private record Ends(HostId source, HostId target) {}

    /** A tree, and the host at its root. */
    record Tree(HostId source, PathTree paths) {}

    private final Optional<Tree> tree;
    private final List<Host> targets;

    /** Made when somebody asks out of order. */
    private volatile Map<HostId, Host> byTarget = Map.of();

    private final List<Route> listed;
    private final Map<Ends, Path> byEnds = new HashMap<>();

    private Routes(List<Route> routes) {
        tree = Optional.empty();
        targets = List.of();
        listed = List.copyOf(routes);
        for (Route route : listed) {
            byEnds.putIfAbsent(new Ends(route.source(), route.target()), route.path());
        }
    }

    private Routes(Tree tree, List<Host> hosts) {
        this.tree = Optional.of(tree);
        listed = List.of();
        targets = new ArrayList<>(hosts.size());
        for (Host host : hosts) {
            if (host.at().filter(at -> tree.paths().reaches(at.datapath())).isPresent()) {
                targets.add(host);
            }
        }
    }

    /** These routes; of two between the same hosts the first counts. */
    public static Routes of(List<Route> routes) {
        return routes instanceof Routes known ? known : new Routes(routes);
    }

    /** The routes from the host at a tree's root to every one of {@code hosts} that it reaches. */
    public static Routes along(PathTree paths, HostId source, List<Host> hosts) {
        return new Routes(new Tree(source, paths), hosts);
    }

    /** The way from host to host. */
    Optional<Path> path(HostId source, HostId target) {
        if (tree.isEmpty()) {
            return Optional.ofNullable(byEnds.get(new Ends(source, target)));
        }
        return tree.filter(each -> each.source().equals(source))
                .flatMap(each -> target(target).flatMap(host -> each.paths().path(at(host))));
    }

    /** The tree that the routes from that host lie along, if they do. */
    Optional<Tree> tree(HostId source) {
        return tree.filter(each -> each.source().equals(source));
    }

    /** A host at the end of a route along the tree. */
    Optional<Host> target(HostId target) {
        Map<HostId, Host> known = byTarget;
        if (known.isEmpty() && !targets.isEmpty()) {
            known = HashMap.newHashMap(targets.size());
            for (Host host : targets) {
                known.put(host.id(), host);
            }
            byTarget = known;
        }
        return Optional.ofNullable(known.get(target));
    }

    /** The one at that place among those that the tree reaches; empty past the last one. */
    Optional<Host> target(int place) {
        return place < targets.size() ? Optional.of(targets.get(place)) : Optional.empty();
    }

    /** Where a target is attached. */
    static ConnectPoint at(Host target) {
        return target.at().orElseThrow();
    }

    @Override
    public Route get(int index) {
        if (tree.isEmpty()) {
            return listed.get(index);
        }
        Host target = targets.get(index);
        Path path = tree.get().paths().path(at(target)).orElseThrow();
        return new Route(tree.get().source(), target.id(), path);
    }

    @Override
    public int size() {
        return tree.isEmpty() ? listed.size() : targets.size();
    }
}
