package io.transship.core.effect;

import io.transship.core.model.DatapathId;
import io.transship.core.model.Link;
import io.transship.core.topology.ShortestPaths;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ways between the hosts of a view, the two cables included. Confined to one question. */
final class Ways {

    private final NetworkView view;
    private final Map<DatapathId, Map<DatapathId, Link>> trees = new HashMap<>();

    Ways(NetworkView view) {
        this.view = view;
    }

    /** Every hop from one host to another; empty if there is no way. Both are attached. */
    Optional<List<Hop>> between(Host source, Host target) {
        DatapathId end = target.at().orElseThrow().datapath();
        Map<DatapathId, Link> tree =
                trees.computeIfAbsent(end, root -> ShortestPaths.towards(view.topology(), root));
        List<Hop> hops = new ArrayList<>();
        hops.add(Hop.up(source));
        DatapathId at = source.at().orElseThrow().datapath();
        while (!at.equals(end)) {
            Link link = tree.get(at);
            if (link == null) {
                return Optional.empty();
            }
            hops.add(Hop.of(link));
            at = link.to().datapath();
        }
        hops.add(Hop.down(target));
        return Optional.of(hops);
    }
}
