package io.transship.manager.prototype;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.manager.config.ConfigLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes a manager's configuration of the prototype's two files. */
public final class PrototypeImport {

    private static final int DAEMON_PORT = 8088;
    private static final String REST = "127.0.0.1:8080";

    /** YAML takes these without quotes. */
    private static final String PLAIN = "[A-Za-z0-9_][A-Za-z0-9_./-]*";

    private final PrototypeConfiguration configuration;
    private final HostsInfo network;
    private final StringBuilder yaml = new StringBuilder();

    /**
     * A file as text.
     *
     * @param name for messages
     * @param text what is in it
     */
    public record Source(String name, String text) {}

    /**
     * What came of it.
     *
     * @param yaml a valid configuration
     * @param notes what was changed, and what to look at before it is used
     */
    public record Result(String yaml, List<String> notes) {

        /** Copies the list. */
        public Result {
            notes = List.copyOf(notes);
        }
    }

    private PrototypeImport(PrototypeConfiguration configuration, HostsInfo network) {
        this.configuration = configuration;
        this.network = network;
    }

    /**
     * Reads both files.
     *
     * @throws TransshipException CONFIG_INVALID with all that is wrong, each with file and line
     */
    public static Result of(Source configuration, Source hostsInfo) {
        Mistakes mistakes = new Mistakes();
        PrototypeConfiguration values =
                PrototypeConfiguration.read(configuration.text(), configuration.name(), mistakes);
        HostsInfo network = HostsInfoReader.read(hostsInfo.text(), hostsInfo.name(), mistakes);
        mistakes.throwIfAny();
        PrototypeImport made = new PrototypeImport(values, network);
        String yaml = made.write();
        check(yaml, configuration.name());
        List<String> notes = new ArrayList<>(values.notes());
        notes.add(
                "daemons are expected at the hosts' own addresses; name those of a management"
                        + " network if there is one");
        notes.add("tls: ca.pem, manager.pem and manager.key are expected beside the file");
        return new Result(yaml, notes);
    }

    /** What was read may be well formed and still out of range for us. */
    private static void check(String yaml, String name) {
        try {
            ConfigLoader.check("what was made of " + name, yaml);
        } catch (TransshipException e) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID,
                    String.valueOf(e.getMessage()),
                    "Correct that value in " + name + "; nothing was written.",
                    e);
        }
    }

    private String write() {
        line("# Made of the prototype's two files (docs/import.md).");
        line("api: {listen: \"" + REST + "\", tokenFile: /run/transship/api.token}");
        line("tls: {authority: ca.pem, certificate: manager.pem, key: manager.key}");
        line("");
        line("# Thesis Table 4.1.");
        configuration.values().forEach((key, value) -> line(key + ": " + quoted(value)));
        line("detector: thesis");
        if (needsNoImage()) {
            line("serverdeployRatio: 0");
        }
        line("");
        line("# The network.");
        line("containers: {addresses: " + freeRange() + ", prefixLength: 24}");
        line("hosts:");
        network.hosts().forEach(this::writeHost);
        line(network.switches().isEmpty() ? "switches: {}" : "switches:");
        network.switches().forEach(name -> line("  " + name + ": \"" + datapath(name) + "\""));
        line(network.links().isEmpty() ? "links: []" : "links:");
        network.links()
                .forEach(
                        (ends, rate) ->
                                line(
                                        "  - {between: [%s, %s], capacity: %s}"
                                                .formatted(
                                                        ends.first(),
                                                        ends.second(),
                                                        capacity(rate))));
        return yaml.toString();
    }

    private boolean needsNoImage() {
        return !configuration.values().containsKey("image")
                && !configuration.values().containsKey("serverdeployRatio");
    }

    private void writeHost(String name, IpAddress address) {
        line(
                "  - {name: %s, address: \"%s\", daemon: \"%s:%d\"}"
                        .formatted(
                                quoted(name),
                                address,
                                address,
                                configuration.daemonPort().orElse(DAEMON_PORT)));
    }

    /** Of the hosts' network, a stretch in which no host is. */
    private String freeRange() {
        String prefix =
                network.hosts().values().iterator().next().text().replaceAll("\\.\\d+$", ".");
        for (int first : List.of(100, 200, 150, 50, 1)) {
            int last = Math.min(first + 49, 254);
            if (network.hosts().values().stream().noneMatch(host -> isIn(host, prefix, first))) {
                return prefix + first + "-" + prefix + last;
            }
        }
        return prefix + "254-" + prefix + "254";
    }

    private static boolean isIn(IpAddress host, String prefix, int first) {
        String text = host.text();
        if (!text.startsWith(prefix)) {
            return false;
        }
        int last = Integer.parseInt(text.substring(prefix.length()));
        return last >= first && last <= first + 49;
    }

    /** Mininet's rule, which the prototype builds on: s2 is the datapath 2. */
    private static DatapathId datapath(String name) {
        return new DatapathId(Long.parseLong(name.substring(1)));
    }

    private static String capacity(BitRate rate) {
        return rate.bps() % 1_000_000 == 0
                ? rate.bps() / 1_000_000 + "Mbit/s"
                : String.format(Locale.ROOT, "%dbit/s", rate.bps());
    }

    private static String quoted(String value) {
        return value.matches(PLAIN)
                ? value
                : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void line(String text) {
        yaml.append(text).append('\n');
    }
}
