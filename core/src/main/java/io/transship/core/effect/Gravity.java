package io.transship.core.effect;

import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.PortLoad;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * With whom a host speaks, as far as port counters can tell: its traffic is shared out among the
 * other hosts by how much each of them sends, or receives (the gravity model of traffic matrices).
 */
final class Gravity {

    /** More partners than these tell nothing that a person would read. */
    private static final int PARTNERS = 16;

    /** Who has less than this share of the busiest one's traffic is noise. */
    private static final double NOISE = 0.02;

    private Gravity() {}

    /** The share of each host from which {@code host} receives; they sum up to 1, or none. */
    static Map<Host, Double> senders(Host host, NetworkView view) {
        return shares(host, view, load -> load.rx().bps());
    }

    /** The share of each host to which {@code host} sends. */
    static Map<Host, Double> receivers(Host host, NetworkView view) {
        return shares(host, view, load -> load.tx().bps());
    }

    private static Map<Host, Double> shares(
            Host host, NetworkView view, ToLongFunction<PortLoad> weight) {
        record Partner(Host host, long weight) {}
        List<Partner> partners =
                view.hosts().values().stream()
                        .filter(each -> !each.id().equals(host.id()))
                        .flatMap(
                                each -> {
                                    Optional<PortLoad> load = each.at().flatMap(view::load);
                                    return load.stream()
                                            .map(
                                                    known ->
                                                            new Partner(
                                                                    each,
                                                                    weight.applyAsLong(known)));
                                })
                        .filter(partner -> partner.weight() > 0)
                        .sorted(
                                Comparator.comparing(Partner::weight)
                                        .reversed()
                                        .thenComparing(partner -> partner.host().id()))
                        .limit(PARTNERS)
                        .toList();
        Map<Host, Double> shares = new LinkedHashMap<>();
        if (!partners.isEmpty()) {
            double bar = partners.getFirst().weight() * NOISE;
            List<Partner> heard =
                    partners.stream().filter(partner -> partner.weight() >= bar).toList();
            double sum = heard.stream().mapToDouble(Partner::weight).sum();
            heard.forEach(partner -> shares.put(partner.host(), partner.weight() / sum));
        }
        return shares;
    }
}
