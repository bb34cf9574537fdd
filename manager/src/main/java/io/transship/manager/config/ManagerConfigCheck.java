package io.transship.manager.config;

import io.transship.core.deployment.InitialDeployment;
import io.transship.core.detection.DetectionSettings;
import io.transship.core.model.HostId;
import io.transship.manager.policy.expression.ExpressionPolicy;
import io.transship.manager.policy.expression.ExpressionProblem;
import io.transship.settings.Complaint;
import io.transship.settings.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What must hold between the keys of the manager's configuration. */
final class ManagerConfigCheck {

    private final ManagerConfig config;
    private final List<Complaint> complaints = new ArrayList<>();

    ManagerConfigCheck(ManagerConfig config) {
        this.config = config;
    }

    List<Complaint> complaints() {
        checkController();
        checkHosts();
        checkSwitches();
        checkLinks();
        checkContainers();
        checkPeriods();
        checkStore();
        checkExpression();
        checkLimits();
        return complaints;
    }

    private void checkController() {
        if (ControllerPlace.contradicts(config.port(), config.controller())) {
            complain("controller.url names another port: leave one of the two out", "port");
        }
    }

    private void checkHosts() {
        if (config.hosts().isEmpty()) {
            complain("there is no host", "hosts");
        }
        unique("name", host -> host.name().name());
        unique("address", host -> host.address().text());
        unique("daemon", host -> host.daemon().toString());
        for (int i = 0; i < config.hosts().size(); i++) {
            if (config.containers().addresses().contains(config.hosts().get(i).address())) {
                complain(
                        "this host's address is in the range of the containers",
                        "hosts",
                        "" + i,
                        "address");
            }
        }
    }

    private void unique(String key, Function<HostConfig, String> value) {
        Map<String, HostId> seen = new HashMap<>();
        for (int i = 0; i < config.hosts().size(); i++) {
            HostConfig host = config.hosts().get(i);
            HostId other = seen.putIfAbsent(value.apply(host), host.name());
            if (other != null) {
                complain(
                        key + " " + value.apply(host) + " is that of another host already",
                        "hosts",
                        "" + i,
                        key);
            }
        }
    }

    private void checkSwitches() {
        Set<Object> seen = new HashSet<>();
        config.switches()
                .forEach(
                        (name, datapath) -> {
                            if (!seen.add(datapath)) {
                                complain(
                                        "datapath id "
                                                + datapath
                                                + " is that of another switch already",
                                        "switches",
                                        name);
                            }
                            if (hostNames().contains(name)) {
                                complain("a host has the name " + name, "switches", name);
                            }
                        });
    }

    private void checkLinks() {
        Set<String> known = new HashSet<>(hostNames());
        known.addAll(config.switches().keySet());
        Set<Set<String>> seen = new HashSet<>();
        Map<String, Integer> attached = new HashMap<>();
        for (int i = 0; i < config.links().size(); i++) {
            LinkConfig link = config.links().get(i);
            for (int end = 0; end < 2; end++) {
                String name = link.between().get(end);
                if (!known.contains(name)) {
                    complain(
                            "there is no switch or host '"
                                    + name
                                    + "'"
                                    + Suggestion.hint(name, known),
                            "links",
                            "" + i,
                            "between",
                            "" + end);
                }
            }
            checkEnds(i, link, seen);
            checkAttachment(i, link, attached);
        }
    }

    /** A second link of a host would count instead of the first, and nobody would see that. */
    private void checkAttachment(int index, LinkConfig link, Map<String, Integer> attached) {
        List<String> hosts = link.between().stream().filter(hostNames()::contains).toList();
        if (hosts.size() != 1) {
            return;
        }
        Integer before = attached.putIfAbsent(hosts.getFirst(), index);
        if (before != null
                && !Set.copyOf(config.links().get(before).between())
                        .equals(Set.copyOf(link.between()))) {
            complain(
                    "%s has a link already, links[%d]; a host is attached once: leave one"
                            .formatted(hosts.getFirst(), before),
                    "links",
                    "" + index,
                    "between");
        }
    }

    private void checkEnds(int index, LinkConfig link, Set<Set<String>> seen) {
        if (hostNames().containsAll(link.between())) {
            complain("one end of a link is a switch", "links", "" + index, "between");
        }
        if (!seen.add(Set.copyOf(link.between()))) {
            complain("this link is there already", "links", "" + index, "between");
        }
    }

    private void checkContainers() {
        long deployed =
                InitialDeployment.hosts(
                                config.hosts().stream()
                                        .filter(host -> !host.reserved())
                                        .map(HostConfig::name)
                                        .toList(),
                                config.serverdeployRatio())
                        .size();
        if (deployed > 0 && config.image() == null) {
            complain(
                    "key 'image' is missing: serverdeployRatio asks for "
                            + deployed
                            + " containers",
                    "image");
        }
        if (deployed > config.containers().addresses().size()) {
            complain(
                    deployed + " containers need more addresses than these",
                    "containers",
                    "addresses");
        }
    }

    private void checkPeriods() {
        notLonger("aggregateCustomizeFrequency", config.aggregateCustomizeFrequency());
        notLonger("bandwidthCustomizeFrequency", config.bandwidthCustomizeFrequency());
        Duration least =
                DetectionSettings.leastMonitorTime(
                        config.growthWindow(), config.aggregateCustomizeFrequency());
        if (config.customizedMonitorTime().compareTo(least) < 0) {
            complain(
                    "at least "
                            + (config.growthWindow() + 2)
                            + " times aggregateCustomizeFrequency: growth is seen over growthWindow"
                            + " periods",
                    "customizedMonitorTime");
        }
    }

    private void checkStore() {
        String url = config.store().url();
        if (url.toLowerCase(Locale.ROOT).contains("password=")
                || url.matches(".*//[^/]*:[^/]*@.*")) {
            complain("a password does not belong here; name a passwordFile", "store", "url");
        }
        if (config.store().retention().minutes().compareTo(config.store().retention().samples())
                < 0) {
            complain(
                    "minutes are kept shorter than the samples they are made of",
                    "store",
                    "retention",
                    "minutes");
        }
    }

    /** Only where it is used: what checks expressions takes a second to load. */
    private void checkExpression() {
        if (config.policy().equals(ExpressionPolicy.NAME)) {
            String filter = config.expression().filter();
            String score = config.expression().score();
            complainOf(ExpressionPolicy.problemsOfFilter(filter), "filter");
            complainOf(ExpressionPolicy.problemsOfScore(score), "score");
        }
    }

    private void complainOf(List<ExpressionProblem> problems, String key) {
        for (ExpressionProblem each : problems) {
            complaints.add(
                    Complaint.within(
                            new Complaint.Spot(each.line(), each.column()),
                            key + ": " + each.message(),
                            "expression",
                            key));
        }
    }

    private void checkLimits() {
        if (config.limits().returnAfter().compareTo(config.limits().cycleWindow()) < 0
                && !config.limits().returnAfter().isZero()) {
            complain(
                    "returnAfter is shorter than cycleWindow, within which nobody returns at all",
                    "limits",
                    "returnAfter");
        }
        if (config.limits().returnGain() < config.limits().leastGain()) {
            complain(
                    "a return must gain at least what every move must (leastGain)",
                    "limits",
                    "returnGain");
        }
    }

    private void notLonger(String key, Duration period) {
        if (period.compareTo(config.customizedMonitorTime()) > 0) {
            complain(
                    key
                            + " is longer than customizedMonitorTime: nothing would be sampled in"
                            + " customized mode",
                    key);
        }
    }

    private Set<String> hostNames() {
        Set<String> names = new HashSet<>();
        config.hosts().forEach(host -> names.add(host.name().name()));
        return names;
    }

    private void complain(String message, String... path) {
        complaints.add(Complaint.about(message, path));
    }
}
