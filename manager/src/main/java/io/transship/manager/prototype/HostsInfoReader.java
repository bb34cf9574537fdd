package io.transship.manager.prototype;

import io.transship.core.model.BitRate;
import io.transship.core.model.IpAddress;
import io.transship.manager.prototype.HostsInfo.Ends;
import io.transship.settings.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads hostsInfo: the sections "connections" ({@code s1-eth2#MAC<->h1-eth1}), "IP" ({@code h1
 * 10.0.0.1}) and "link bandwidth" ({@code s1<->h1:10}, Mbit/s). Lines that begin with ; are
 * remarks. Names that begin with s are switches, with h hosts, as the prototype has it. Not
 * thread-safe.
 */
final class HostsInfoReader {

    private static final Pattern CONNECTION =
            Pattern.compile(
                    "([\\w.]{1,40})-(\\w{1,20})(?:#([0-9A-Fa-f:]{1,30}))?<->([\\w.]{1,40})-(\\w{1,20})");
    private static final Pattern MAC = Pattern.compile("(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}");
    private static final Pattern LINK =
            Pattern.compile("([\\w.]{1,40})<->([\\w.]{1,40})(?::(.{0,40}))?");

    private enum Section {
        NONE,
        CONNECTIONS,
        ADDRESSES,
        BANDWIDTH
    }

    private record Connection(String from, String to, int line) {}

    private record Capacity(BitRate rate, int line) {}

    /** A name where an address is expected. */
    private record Alias(String of, int line) {}

    private final String file;
    private final Mistakes mistakes;
    private final List<Connection> connections = new ArrayList<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, IpAddress> hosts = new LinkedHashMap<>();
    private final Map<IpAddress, Integer> addresses = new LinkedHashMap<>();
    private final Map<String, Alias> aliases = new LinkedHashMap<>();
    private final Map<Ends, Capacity> links = new LinkedHashMap<>();

    private HostsInfoReader(String file, Mistakes mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    static HostsInfo read(String text, String file, Mistakes mistakes) {
        HostsInfoReader reader = new HostsInfoReader(file, mistakes);
        reader.readLines(text.lines().toList());
        reader.check(Math.max(1, (int) text.lines().count()));
        Map<Ends, BitRate> capacities = new LinkedHashMap<>();
        reader.links.forEach((ends, capacity) -> capacities.put(ends, capacity.rate()));
        return new HostsInfo(reader.hosts, reader.switches(), capacities);
    }

    private void readLines(List<String> lines) {
        Section section = Section.NONE;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            Optional<Section> heading = heading(line);
            if (line.isEmpty() || line.startsWith(";") || line.startsWith("#")) {
                continue;
            } else if (heading.isPresent()) {
                section = heading.get();
                continue;
            }
            switch (section) {
                case CONNECTIONS -> readConnection(line, i + 1);
                case ADDRESSES -> readAddress(line, i + 1);
                case BANDWIDTH -> readLink(line, i + 1);
                case NONE ->
                        wrong(
                                i + 1,
                                "'"
                                        + line
                                        + "' stands before a section; begin with 'connections',"
                                        + " 'IP' or 'link bandwidth'");
            }
        }
    }

    private static Optional<Section> heading(String line) {
        return switch (line.toLowerCase(Locale.ROOT).replaceAll("\\s+|:$", "")) {
            case "connections", "connection" -> Optional.of(Section.CONNECTIONS);
            case "ip" -> Optional.of(Section.ADDRESSES);
            case "linkbandwidth", "linkbandwith" -> Optional.of(Section.BANDWIDTH);
            default -> Optional.empty();
        };
    }

    private void readConnection(String line, int number) {
        Matcher matcher = CONNECTION.matcher(line.replaceAll("\\s+", ""));
        if (!matcher.matches()) {
            wrong(
                    number,
                    "'"
                            + line
                            + "' is not a connection such as s1-eth2#02:5a:31:eb:98:57<->h1-eth1");
            return;
        }
        String mac = matcher.group(3);
        if (mac != null && !MAC.matcher(mac).matches()) {
            wrong(number, "'" + mac + "' is not a MAC address such as 02:5a:31:eb:98:57");
        }
        Connection read = new Connection(matcher.group(1), matcher.group(4), number);
        if (read.from().equals(read.to())) {
            wrong(number, read.from() + " is connected with itself; name two devices");
            return;
        }
        usePort(matcher.group(1) + "-" + matcher.group(2), number);
        usePort(matcher.group(4) + "-" + matcher.group(5), number);
        connections.add(read);
    }

    private void usePort(String port, int number) {
        Integer before = ports.putIfAbsent(port, number);
        if (before != null) {
            wrong(number, port + " is connected already, in line " + before + "; leave one");
        }
    }

    private void readAddress(String line, int number) {
        String[] parts = line.split("\\s+", -1);
        if (parts.length != 2) {
            wrong(number, "'" + line + "' is not a host and its address such as h1 10.0.0.1");
            return;
        }
        if (parts[1].matches("[hs]\\w{1,40}")) {
            aliases.put(parts[0], new Alias(parts[1], number));
            return;
        }
        try {
            IpAddress address = new IpAddress(parts[1]);
            Integer before = addresses.putIfAbsent(address, number);
            if (before != null) {
                wrong(
                        number,
                        "address "
                                + address
                                + " is that of another host, in line "
                                + before
                                + "; give each its own");
            } else if (hosts.putIfAbsent(parts[0], address) != null) {
                wrong(number, "host " + parts[0] + " has an address already; leave one");
            }
        } catch (IllegalArgumentException e) {
            wrong(number, "'" + parts[1] + "' is not an IP address such as 10.0.0.1");
        }
    }

    private void readLink(String line, int number) {
        Matcher matcher = LINK.matcher(line.replaceAll("\\s+", ""));
        if (!matcher.matches()) {
            wrong(number, "'" + line + "' is not a link and its Mbit/s such as s1<->h1:10");
            return;
        }
        Ends ends = new Ends(matcher.group(1), matcher.group(2));
        String capacity = matcher.group(3);
        if (capacity == null || capacity.isEmpty()) {
            wrong(number, "the link " + ends + " has no capacity; add ':' and its Mbit/s");
            return;
        }
        if (ends.first().equals(ends.second())) {
            wrong(number, "a link is between two different devices, not " + ends);
            return;
        }
        Capacity before = links.getOrDefault(ends, links.get(ends.reversed()));
        if (before != null) {
            wrong(number, "the link " + ends + " is in line " + before.line() + "; leave one");
            return;
        }
        rate(capacity, ends, number).ifPresent(rate -> links.put(ends, new Capacity(rate, number)));
    }

    private Optional<BitRate> rate(String text, Ends ends, int number) {
        if (!text.matches("-?\\d{1,7}(\\.\\d{1,6})?")) {
            wrong(
                    number,
                    "the capacity '" + text + "' of " + ends + " is not a number of Mbit/s alone");
            return Optional.empty();
        }
        double mbps = Double.parseDouble(text);
        if (mbps <= 0) {
            wrong(number, "the capacity of " + ends + " is more than nothing, not " + text);
            return Optional.empty();
        }
        return Optional.of(BitRate.ofMbps(mbps));
    }

    private Set<String> switches() {
        Set<String> names = new TreeSet<>();
        for (Connection each : connections) {
            names.addAll(List.of(each.from(), each.to()));
        }
        links.keySet().forEach(ends -> names.addAll(List.of(ends.first(), ends.second())));
        names.removeIf(name -> !name.startsWith("s"));
        return names;
    }

    /** What must hold between the sections. */
    private void check(int lastLine) {
        aliases.forEach((name, alias) -> wrong(alias.line(), aliasMistake(name)));
        if (hosts.isEmpty() && aliases.isEmpty()) {
            wrong(lastLine, "the section 'IP' names no host; add one such as h1 10.0.0.1");
        }
        for (Connection each : connections) {
            checkName(each.from(), each.line());
            checkName(each.to(), each.line());
            Ends ends = new Ends(each.from(), each.to());
            if (!links.containsKey(ends) && !links.containsKey(ends.reversed())) {
                wrong(
                        each.line(),
                        "the link " + ends + " has no capacity; add it under 'link bandwidth'");
            }
        }
        Map<String, Integer> attached = new HashMap<>();
        links.forEach(
                (ends, capacity) -> {
                    checkAttachment(ends.first(), capacity.line(), attached);
                    checkAttachment(ends.second(), capacity.line(), attached);
                    checkName(ends.first(), capacity.line());
                    checkName(ends.second(), capacity.line());
                    if (hosts.containsKey(ends.first()) && hosts.containsKey(ends.second())) {
                        wrong(capacity.line(), "one end of a link is a switch, not " + ends);
                    }
                });
    }

    private void checkAttachment(String name, int line, Map<String, Integer> attached) {
        Integer before = hosts.containsKey(name) ? attached.putIfAbsent(name, line) : null;
        if (before != null) {
            wrong(
                    line,
                    "host "
                            + name
                            + " has a link already, in line "
                            + before
                            + "; a host is attached once: leave one");
        }
    }

    private String aliasMistake(String name) {
        Set<String> chain = new LinkedHashSet<>();
        String next = name;
        while (aliases.containsKey(next) && chain.add(next)) {
            next = aliases.get(next).of();
        }
        String way = String.join(" -> ", chain) + " -> " + next;
        return chain.contains(next)
                ? "the mapping " + way + " comes back to itself; give each host its address"
                : "the mapping " + way + " ends at a name; give each host its own address";
    }

    private void checkName(String name, int line) {
        if (!hosts.containsKey(name) && !aliases.containsKey(name) && !name.matches("s\\d{1,9}")) {
            wrong(
                    line,
                    "there is no host '"
                            + name
                            + "' under 'IP'"
                            + Suggestion.nearest(name, hosts.keySet())
                                    .map(near -> "; did you mean '" + near + "'")
                                    .orElse("; add it there, or name a switch such as s1"));
        }
    }

    private void wrong(int line, String message) {
        mistakes.add(file, line, message);
    }
}
