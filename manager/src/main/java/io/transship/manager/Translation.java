package io.transship.manager;

import io.transship.core.detection.DetectionSettings;
import io.transship.core.detection.Detector;
import io.transship.core.detection.DetectorCatalog;
import io.transship.core.detection.UtilisationSettings;
import io.transship.core.limits.MoveLimits;
import io.transship.core.model.BitRate;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.policy.catalog.PolicySettings;
import io.transship.core.policy.predictedcost.MovingSettings;
import io.transship.core.prediction.AutoMode;
import io.transship.core.prediction.Costs;
import io.transship.core.prediction.SendingRate;
import io.transship.manager.config.ControllerPlace;
import io.transship.manager.config.HostConfig;
import io.transship.manager.config.LinkConfig;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.decision.ConfiguredHost;
import io.transship.manager.decision.DecisionSettings;
import io.transship.manager.decision.Mode;
import io.transship.manager.measurement.MeasurementSettings;
import io.transship.manager.plan.PlanSettings;
import io.transship.manager.sdn.LinkCapacities;
import io.transship.manager.sdn.floodlight.FloodlightSettings;
import io.transship.manager.sdn.openflow.OpenFlowSettings;
import io.transship.manager.store.dialect.DatabaseAddress;
import io.transship.manager.store.history.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The configuration in the words of each part. */
final class Translation {

    /** How often Floodlight is asked for its network. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final ManagerConfig config;

    Translation(ManagerConfig config) {
        this.config = config;
    }

    OpenFlowSettings openFlow(ControllerPlace.Embedded place) {
        return OpenFlowSettings.at(place.listen().toSocketAddress())
                .only(Set.copyOf(config.switches().values()))
                .with(capacities())
                .answering(config.controller().replyTimeout());
    }

    FloodlightSettings floodlight(ControllerPlace.Floodlight place) {
        return new FloodlightSettings(
                place.url(), capacities(), config.controller().replyTimeout(), LOOK_AGAIN);
    }

    private LinkCapacities capacities() {
        Map<Set<DatapathId>, BitRate> betweenSwitches = new HashMap<>();
        Map<IpAddress, BitRate> toHosts = new HashMap<>();
        for (LinkConfig link : config.links()) {
            Set<DatapathId> ends =
                    link.between().stream()
                            .filter(config.switches()::containsKey)
                            .map(config.switches()::get)
                            .collect(Collectors.toSet());
            if (ends.size() == 2) {
                betweenSwitches.put(ends, link.capacity());
            } else {
                hostOf(link).ifPresent(host -> toHosts.put(host.address(), link.capacity()));
            }
        }
        return new LinkCapacities(betweenSwitches, toHosts);
    }

    private Optional<HostConfig> hostOf(LinkConfig link) {
        return config.hosts().stream()
                .filter(host -> link.between().contains(host.name().name()))
                .findFirst();
    }

    List<ConfiguredHost> hosts() {
        Map<IpAddress, BitRate> access = capacities().toHosts();
        return config.hosts().stream()
                .map(
                        host ->
                                new ConfiguredHost(
                                        host.name(),
                                        host.address(),
                                        Optional.ofNullable(access.get(host.address())),
                                        host.reserved()))
                .toList();
    }

    MeasurementSettings measurement() {
        return new MeasurementSettings(
                config.aggregateDefaultFrequency(),
                config.aggregateCustomizeFrequency(),
                config.bandwidthDefaultFrequency(),
                config.bandwidthCustomizeFrequency());
    }

    StoreSettings stores() {
        ManagerConfig.Store store = config.store();
        DatabaseAddress history =
                new DatabaseAddress(
                        store.url(),
                        Optional.ofNullable(store.user()),
                        Optional.ofNullable(store.passwordFile()));
        Path journal = Optional.ofNullable(store.journal()).orElseGet(history::journalBeside);
        return new StoreSettings(
                history,
                journal,
                store.buffer(),
                store.retention().samples(),
                store.retention().minutes(),
                store.retention().records());
    }

    Detector detector() {
        DetectionSettings thesis =
                new DetectionSettings(
                        config.aggregateThreshold(),
                        config.aggregateDifferenceThreshold(),
                        config.aggregateDefaultFrequency(),
                        config.aggregateCustomizeFrequency(),
                        config.customizedMonitorTime(),
                        config.growthTolerance(),
                        config.growthWindow());
        UtilisationSettings utilisation =
                new UtilisationSettings(
                        config.utilisation().share(),
                        config.utilisation().time(),
                        config.utilisation().smoothing());
        return DetectorCatalog.create(config.detector(), thesis, utilisation);
    }

    DecisionSettings decision(long seed) {
        return new DecisionSettings(
                Mode.valueOf(config.mode().name()),
                config.checkingFrequency(),
                config.bandwidthDefaultFrequency(),
                seed,
                config.migration().mode());
    }

    MoveLimits limits() {
        return config.limits().toRules();
    }

    SendingRate sending() {
        return new SendingRate(config.migration().maxRate(), config.migration().maxShare());
    }

    PlanSettings plan() {
        return new PlanSettings(
                new AutoMode(config.migration().safe(), config.migration().maxDowntime()),
                sending(),
                List.of());
    }

    PolicySettings policies() {
        return new PolicySettings(
                config.tieTolerance(),
                config.latencyResolution(),
                new MovingSettings(config.migration().mode(), sending(), Costs.START));
    }
}
