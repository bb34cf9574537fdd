package io.transship.lab.testbed;

import io.transship.core.detection.ThesisDetector;
import io.transship.core.model.BitRate;
import io.transship.daemon.DaemonConfig.EngineKind;
import io.transship.lab.scenarios.LabHost;
import io.transship.lab.scenarios.LabLink;
import io.transship.settings.TlsFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The configuration files of a lab's daemons and manager. */
final class Configurations {

    static final int OPENFLOW_PORT = 6653;
    static final int REST_PORT = 8080;
    static final int CONTROL_PORT = 8088;
    static final int DATA_PORT = 8089;

    /** Where a machine sees the folder with its own settings. */
    static final Path SETTINGS = Path.of("/etc/transship");

    private Configurations() {}

    static String managerAddress(int lab) {
        return "172.30." + lab + ".1";
    }

    /** A daemon's file; paths are the machine's. */
    static String daemon(LabHost host, LabSpec spec, int lab) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("host", host.name());
        file.put("control", Map.of("listen", host.managementAddress(lab) + ":" + CONTROL_PORT));
        file.put("data", Map.of("listen", host.address() + ":" + DATA_PORT));
        file.put("bridge", "br0");
        file.put("workDirectory", "/var/lib/transship");
        file.put("engine", word(spec.engine()));
        file.put(
                "tls",
                tls(
                        new TlsFiles(
                                SETTINGS.resolve("ca.pem"),
                                SETTINGS.resolve("certificate.pem"),
                                SETTINGS.resolve("key.pem"))));
        file.putAll(spec.daemonSettings());
        return yaml(file);
    }

    /** The engine's name, as files and command lines have it. */
    static String word(EngineKind engine) {
        return engine.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The manager's file.
     *
     * @param folder where its TLS files, token and store are
     */
    static String manager(LabSpec spec, int lab, TlsFiles tls, Path folder) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put(
                "controller",
                Map.of("type", "embedded", "listen", managerAddress(lab) + ":" + OPENFLOW_PORT));
        file.put(
                "api",
                Map.of(
                        "listen",
                        managerAddress(lab) + ":" + REST_PORT,
                        "tokenFile",
                        folder.resolve("api.token").toString()));
        file.put("store", Map.of("url", "jdbc:sqlite:" + folder.resolve("manager.db")));
        file.put("tls", tls(tls));
        file.put("serverdeployRatio", 0);
        file.put("detector", ThesisDetector.NAME);
        file.put("containers", Map.of("addresses", "10.0.0.100-10.0.0.199", "prefixLength", 24));
        file.put("hosts", hosts(spec, lab));
        file.put("switches", switches(spec));
        file.put("links", links(spec));
        file.putAll(spec.managerSettings());
        return yaml(file);
    }

    private static Map<String, Object> tls(TlsFiles files) {
        Map<String, Object> tls = new LinkedHashMap<>();
        tls.put("authority", files.authority().toString());
        tls.put("certificate", files.certificate().toString());
        tls.put("key", files.key().toString());
        return tls;
    }

    private static List<Object> hosts(LabSpec spec, int lab) {
        List<Object> hosts = new ArrayList<>();
        for (LabHost host : spec.topology().hosts().stream().filter(spec::hasEngine).toList()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", host.name());
            entry.put("address", host.address().text());
            entry.put("daemon", host.managementAddress(lab) + ":" + CONTROL_PORT);
            if (spec.reservedHosts().contains(host.name())) {
                entry.put("reserved", true);
            }
            hosts.add(entry);
        }
        return hosts;
    }

    private static Map<String, Object> switches(LabSpec spec) {
        Map<String, Object> switches = new LinkedHashMap<>();
        spec.topology()
                .switches()
                .forEach(each -> switches.put(each.name(), each.datapath().toString()));
        return switches;
    }

    private static List<Object> links(LabSpec spec) {
        List<Object> links = new ArrayList<>();
        for (LabLink link : spec.topology().links()) {
            if (spec.plainHosts().contains(link.b())) {
                continue;
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("between", List.of(link.a(), link.b()));
            entry.put("capacity", rate(link.capacity()));
            links.add(entry);
        }
        return links;
    }

    private static String rate(BitRate rate) {
        return rate.bps() % 1_000_000 == 0
                ? rate.bps() / 1_000_000 + "Mbit/s"
                : rate.bps() + "bit/s";
    }

    private static String yaml(Map<String, Object> file) {
        return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
                .dumpToString(file);
    }
}
