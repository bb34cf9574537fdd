package io.transship.manager.daemons;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.core.prediction.Cargo;
import io.transship.core.view.ContainerFacts;
import io.transship.manager.schedule.HandDrivenTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two containers on h2 and one on h3, measured again and again. */
class CargoRoundsTest {

    private static final Set<ContainerId> ALL =
            Set.of(new ContainerId("a"), new ContainerId("b"), new ContainerId("c"));

    private final HandDrivenTime time = new HandDrivenTime(Instant.parse("2018-05-01T12:00:00Z"));
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> silent = new HashSet<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RememberedCargo remembered = new RememberedCargo(this::measured, time);
    private Runnable whenAsked = () -> {};
    private boolean moving;
    private final CargoRounds rounds =
            new CargoRounds(
                    () -> List.of(at("a", "h2"), at("b", "h2"), at("c", "h3")),
                    () -> moving,
                    this::look,
                    remembered,
                    threads);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static DeployedContainer at(String name, String host) {
        ContainerOrder order =
                new ContainerOrder(
                        new ContainerId(name),
                        "demo",
                        List.of(),
                        Map.of(),
                        new IpAddress("10.0.0.100"),
                        24,
                        new MacAddress(7),
                        Optional.empty(),
                        Map.of(),
                        ByteCount.ZERO,
                        "no");
        return new DeployedContainer(order, new HostId(host), "e", true, "running");
    }

    private static Cargo cargo(long mebibytes, Optional<ByteCount> dirty) {
        return new Cargo(
                ByteCount.ofMiB(mebibytes), dirty, ByteCount.ZERO, ByteCount.ZERO, ByteCount.ZERO);
    }

    private Cargo look(ContainerId container, HostId host) {
        asked.add(container + "@" + host);
        whenAsked.run();
        if (silent.contains(host.name())) {
            throw new TransshipException(FailureCode.PEER_UNREACHABLE, "no answer.");
        }
        return cargo(64, Optional.empty());
    }

    private CargoMeter.MeasuredCargo measured(
            ContainerId container, HostId source, HostId target, Duration watch) {
        return new CargoMeter.MeasuredCargo(cargo(32, Optional.of(new ByteCount(7))), "");
    }

    private void round() {
        asked.clear();
        time.pass(Duration.ofSeconds(10));
        rounds.advance();
    }

    @Test
    void eachHostIsAskedAboutTheContainerThatItWasAskedAboutLongestAgo() {
        round();
        assertThat(asked).containsExactlyInAnyOrder("a@h2", "c@h3");
        round();
        assertThat(asked).containsExactlyInAnyOrder("b@h2", "c@h3");
        round();
        assertThat(asked).containsExactlyInAnyOrder("a@h2", "c@h3");

        assertThat(remembered.of(ALL).keySet()).isEqualTo(ALL);
        assertThat(remembered.of(ALL).values())
                .extracting(ContainerFacts::memory)
                .containsOnly(ByteCount.ofMiB(64));
    }

    @Test
    void howMemoryChangesStaysKnownFromTheLastPlan() {
        remembered.measure(new ContainerId("c"), new HostId("h3"), new HostId("h2"), Duration.ZERO);
        round();

        ContainerFacts facts = remembered.of(ALL).get(new ContainerId("c"));
        assertThat(facts)
                .isEqualTo(
                        new ContainerFacts(
                                time.instant(),
                                ByteCount.ofMiB(64),
                                Optional.of(new ByteCount(7)),
                                ByteCount.ZERO));
    }

    @Test
    void aHostThatDoesNotAnswerStopsNoOther() {
        silent.add("h2");
        round();
        round();

        assertThat(asked).containsExactlyInAnyOrder("b@h2", "c@h3");
        assertThat(
                        remembered.of(ALL).keySet().stream()
                                .map(ContainerId::name)
                                .collect(Collectors.toSet()))
                .containsExactly("c");
    }

    @Test
    void nobodyIsAskedWhileSomethingMovesOrBeforeTheLastRoundIsOver() {
        moving = true;
        round();
        assertThat(asked).isEmpty();

        moving = false;
        whenAsked = rounds::advance;
        round();

        assertThat(asked).hasSize(2);
    }
}
