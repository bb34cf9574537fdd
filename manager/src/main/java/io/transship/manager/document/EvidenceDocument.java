package io.transship.manager.document;

import io.transship.core.detection.Detection;
import io.transship.core.detection.Evidence;
import io.transship.core.model.HostId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers of a detection as maps, for events. */
public final class EvidenceDocument {

    private EvidenceDocument() {}

    /** {@code switches: [{datapath, packetCount, difference, hosts, heavy}]}. */
    public static Map<String, Object> switches(Evidence evidence) {
        return Map.of("switches", evidence.switches().stream().map(EvidenceDocument::of).toList());
    }

    /** Everything about a source that was found. */
    public static Map<String, Object> of(Detection.Found found, Duration took) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("container", found.source().container().name());
        document.put("host", found.source().host().name());
        document.put("port", found.port().toString());
        document.put("overSince", found.overSince().toString());
        document.put("detectionMs", took.toNanos() / 1e6);
        document.put("growth", growth(found.evidence()));
        document.put("ports", found.evidence().ports().stream().map(EvidenceDocument::of).toList());
        return document;
    }

    /** {@code [{datapath, differences, positive, growing}]}. */
    public static List<Map<String, Object>> growth(Evidence evidence) {
        return evidence.growth().stream().map(EvidenceDocument::of).toList();
    }

    private static Map<String, Object> of(Evidence.SwitchEvidence one) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("datapath", one.datapath().toString());
        document.put("packetCount", one.packetCount());
        document.put("difference", one.difference());
        document.put("hosts", one.busyHosts().stream().map(HostId::name).toList());
        document.put("heavy", one.heavy());
        return document;
    }

    private static Map<String, Object> of(Evidence.GrowthEvidence one) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("datapath", one.datapath().toString());
        document.put("differences", one.differences());
        document.put("positive", one.positive());
        document.put("growing", one.growing());
        return document;
    }

    private static Map<String, Object> of(Evidence.PortEvidence one) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("port", one.port().toString());
        document.put("host", one.host().name());
        one.consumption().ifPresent(rate -> document.put("consumptionBps", rate.bps()));
        one.available().ifPresent(rate -> document.put("availableBps", rate.bps()));
        return document;
    }
}
