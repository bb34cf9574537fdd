package io.transship.manager.sdn.openflow;

import static org.awaitility.Awaitility.await;

import io.transship.core.model.IpAddress;
import io.transship.manager.redirect.TrafficRedirect;
import io.transship.manager.sdn.ContainerPlacement;
import io.transship.manager.sdn.ControllerLife;
import io.transship.manager.sdn.HostFinder;
import io.transship.manager.sdn.SdnController;
import io.transship.manager.sdn.SdnControllerContract;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The embedded controller over switches that are played. */
class OpenFlowContractTest extends SdnControllerContract {

    private final FakeNetwork switches = new FakeNetwork();
    private final OpenFlowController controller =
            new OpenFlowController(
                    FakeNetwork.settings(), InstantSource.system(), System::nanoTime);

    @BeforeEach
    void begin() throws IOException {
        switches.ring(5);
        controller.start();
        switches.connect(controller.address());
        controller.awaitSwitches(5, LONG);
        await().atMost(LONG).until(() -> controller.topology().links().size() == 10);
        Set<IpAddress> addresses =
                IntStream.rangeClosed(1, 5)
                        .mapToObj(n -> new IpAddress("10.0.0." + n))
                        .collect(Collectors.toSet());
        controller.awaitHosts(addresses, LONG);
        await().atMost(LONG)
                .until(
                        () ->
                                controller.topology().links().stream()
                                        .allMatch(link -> link.latency().isPresent()));
    }

    @AfterEach
    void end() {
        switches.close();
        controller.close();
    }

    @Override
    protected SdnController network() {
        return controller;
    }

    @Override
    protected ContainerPlacement placement() {
        return controller;
    }

    @Override
    protected HostFinder hosts() {
        return controller;
    }

    @Override
    protected TrafficRedirect redirect() {
        return controller.redirect();
    }

    @Override
    protected ControllerLife life() {
        return controller;
    }
}
