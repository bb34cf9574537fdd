package io.transship.lab.demo.stage;

import io.transship.core.detection.ThesisDetector;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.policy.bandwidth.BandwidthPolicy;
import io.transship.core.policy.random.RandomPolicy;
import io.transship.lab.demo.proof.Cables;
import io.transship.lab.scenarios.LabHost;
import io.transship.lab.scenarios.LabTopology;
import io.transship.lab.scenarios.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands where: h1 holds client and load, the others are container hosts.
 *
 * @param scenario the network
 * @param policy the policy's name
 * @param state what the server holds in memory
 * @param seed of everything left to chance
 */
public record StagePlan(Scenario scenario, String policy, ByteCount state, long seed) {

    /** The host of client and load; it gets no container. */
    public static final String CLIENT_HOST = "h1";

    /** The name of the one container. */
    public static final String CONTAINER = "server";

    /** A quarter of the four container hosts: one container, on the first of them. */
    private static final double DEPLOY_RATIO = 0.25;

    /** Of the narrowest link on the load's way, so that its queue stays short for the client. */
    private static final double LOAD_SHARE = 0.8;

    /** The thesis' shortest path takes a link that is too thin, too (7.2.1); ours would not. */
    private static final Map<String, Object> AS_IN_THE_THESIS = Map.of("mostLoad", 100);

    /** Thesis Table 4.1 and the published prototype's values; the demo's where it is impatient. */
    private static final List<Setting> SETTINGS =
            List.of(
                    new Setting("aggregateThreshold", "10000", "10000"),
                    new Setting("aggregateDifferenceThreshold", "400", "400"),
                    new Setting("aggregateDefaultFrequency", "2s", "4s"),
                    new Setting("aggregateCustomizeFrequency", "1s", "1s"),
                    new Setting("bandwidthDefaultFrequency", "2s", "4s"),
                    new Setting("bandwidthCustomizeFrequency", "2s", "3s"),
                    new Setting("customizedMonitorTime", "10s", "10s"),
                    new Setting("checkingFrequency", "4s", "60s"));

    /**
     * A setting of measurement or detection.
     *
     * @param name as in the configuration file
     * @param here what the demo uses
     * @param thesis the published default
     */
    public record Setting(String name, String here, String thesis) {}

    /** The settings of measurement and detection, with the thesis' defaults beside them. */
    public List<Setting> settings() {
        return SETTINGS;
    }

    /**
     * The policy until the stage is set: {@code random} decides whether there is load or not, and
     * would move the container before anybody watches.
     */
    public String policyAtStart() {
        return policy.equals(RandomPolicy.NAME) ? BandwidthPolicy.NAME : policy;
    }

    /** The network. */
    public LabTopology topology() {
        return scenario.topology();
    }

    /** The keys of the manager's configuration file that the demo decides. */
    public Map<String, Object> managerSettings() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("policy", policyAtStart());
        keys.put("detector", ThesisDetector.NAME);
        keys.put("image", DemoImage.NAME);
        keys.put("container", CONTAINER);
        keys.put("serverdeployRatio", DEPLOY_RATIO);
        keys.put("mode", "automatic");
        keys.put("seed", seed);
        keys.put("limits", AS_IN_THE_THESIS);
        SETTINGS.forEach(setting -> keys.put(setting.name(), setting.here()));
        keys.put(
                "containers",
                Map.of(
                        "addresses",
                        "10.0.0.100-10.0.0.199",
                        "prefixLength",
                        24,
                        "command",
                        DemoImage.command(state.bytes())));
        return keys;
    }

    /** The network by names. */
    public Cables cables() {
        Cables cables = new Cables();
        topology().links().forEach(link -> cables.lay(link.a(), link.b(), link.capacity()));
        return cables;
    }

    /** The hosts that may take a container. */
    public List<String> containerHosts() {
        return topology().hosts().stream()
                .map(LabHost::name)
                .filter(host -> !host.equals(CLIENT_HOST))
                .toList();
    }

    /** What the load stream sends to a container on {@code host}. */
    public BitRate load(String host) {
        double bps = cables().bottleneck(CLIENT_HOST, host).bps() * LOAD_SHARE;
        return new BitRate((long) bps);
    }
}
