package io.transship.core.view;

import static java.util.Objects.requireNonNull;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the ways from one host to many still carry. The same answers as {@link Residual#of}; where
 * the ways lie along a tree, each of its links is looked at once for all of them, and targets that
 * are asked for in their order are not even searched for. Confined to one decision.
 */
public final class Residuals {

    private final HostId source;
    private final NetworkView view;
    private final Optional<Routes.Tree> tree;
    private final Map<DatapathId, Residual.Result> atSwitch = new HashMap<>();

    /** Behind the target that was asked for last. */
    private int next;

    private Residuals(HostId source, NetworkView view) {
        this.source = source;
        this.view = view;
        this.tree = view.routesByEnds().tree(source);
        tree.ifPresent(this::walk);
    }

    /** From that host in that view. */
    public static Residuals from(HostId source, NetworkView view) {
        return new Residuals(source, view);
    }

    private void walk(Routes.Tree along) {
        atSwitch.put(
                along.paths().source().datapath(),
                Residual.begin(source, along.paths().source(), view));
        for (Map.Entry<DatapathId, Link> entry : along.paths().entries().entrySet()) {
            Link link = entry.getValue();
            Residual.Result before = at(link.from().datapath());
            atSwitch.put(entry.getKey(), Residual.over(before, link, view));
        }
    }

    /** To that host. */
    public Residual.Result to(HostId target) {
        if (tree.isEmpty()) {
            return Residual.of(source, target, view);
        }
        Optional<Host> host = find(target);
        if (host.isEmpty()) {
            return Residual.NO_PATH;
        }
        ConnectPoint at = Routes.at(host.get());
        return Residual.into(at(at.datapath()), target, host.get().accessCapacity(), view.load(at));
    }

    private Optional<Host> find(HostId target) {
        Optional<Host> following = view.routesByEnds().target(next);
        if (following.isPresent() && following.get().id().equals(target)) {
            next++;
            return following;
        }
        return view.routesByEnds().target(target);
    }

    private Residual.Result at(DatapathId datapath) {
        return requireNonNull(atSwitch.get(datapath), "nearest first");
    }
}
