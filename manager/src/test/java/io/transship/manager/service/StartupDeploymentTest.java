package io.transship.manager.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.manager.config.ManagerConfig;
import io.transship.manager.event.Event;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartupDeploymentTest {

    private final FakeFleet fleet = new FakeFleet("h1", "h2", "h3", "h4", "h5");
    private final List<Event> events = new ArrayList<>();

    @Test
    void theRatioOfTheHostsThatAreNotReservedRunsOneContainerEach() {
        assertThat(startup("serverdeployRatio: 0.5\n").advance()).isTrue();

        assertThat(fleet.placed())
                .containsExactly("server-1@h2 10.0.0.100", "server-2@h3 10.0.0.101");
        assertThat(types()).endsWith("deployment-done");
    }

    @Test
    void oneContainerHasThePlainName() {
        assertThat(startup("serverdeployRatio: 0.25\ncontainer: web\n").advance()).isTrue();

        assertThat(fleet.placed()).containsExactly("web@h2 10.0.0.100");
    }

    @Test
    void nothingIsStartedBeforeEveryDaemonHasAnswered() {
        StartupDeployment startup = startup("serverdeployRatio: 0.25\n");
        fleet.silent.add("h5");

        assertThat(startup.advance()).isFalse();
        assertThat(startup.advance()).isFalse();
        assertThat(fleet.placed()).isEmpty();
        assertThat(types()).containsExactly("deployment-waiting");

        fleet.silent.clear();
        assertThat(startup.advance()).isTrue();
        assertThat(fleet.placed()).containsExactly("server@h2 10.0.0.100");
    }

    @Test
    void containersThatRunAlreadyAreAdoptedWhereverTheyAre() {
        startup("serverdeployRatio: 0.5\n").advance();
        var first = fleet.containers.removeFirst();
        fleet.containers.add(
                new io.transship.manager.daemons.DeployedContainer(
                        first.order(),
                        new io.transship.core.model.HostId("h5"),
                        "e",
                        true,
                        "running"));

        assertThat(startup("serverdeployRatio: 0.5\n").advance()).isTrue();
        assertThat(fleet.placed())
                .containsExactly("server-2@h3 10.0.0.101", "server-1@h5 10.0.0.100");
    }

    @Test
    void aFailureIsSaidOnceAndTriedAgain() {
        StartupDeployment startup = startup("serverdeployRatio: 0.25\n");
        fleet.failing.add("h2");

        assertThat(startup.advance()).isFalse();
        assertThat(startup.advance()).isFalse();
        assertThat(types()).containsExactly("deployment-failed");
        assertThat(events.getFirst().data()).containsEntry("code", "ENGINE_FAILED");

        fleet.failing.clear();
        assertThat(startup.advance()).isTrue();
    }

    @Test
    void aRatioOfZeroStartsNothing() {
        assertThat(startup("serverdeployRatio: 0\n").advance()).isTrue();

        assertThat(fleet.placed()).isEmpty();
    }

    private StartupDeployment startup(String lines) {
        ManagerConfig config = Configs.with(lines);
        Clock clock = Clock.systemUTC();
        Deployment deployment = new Deployment(config, fleet, events::add, clock, host -> false);
        return new StartupDeployment(config, fleet, deployment, events::add, clock);
    }

    private List<String> types() {
        return events.stream().map(Event::type).toList();
    }
}
