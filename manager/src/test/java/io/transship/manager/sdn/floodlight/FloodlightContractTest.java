package io.transship.manager.sdn.floodlight;

import io.transship.manager.redirect.TrafficRedirect;
import io.transship.manager.sdn.ContainerPlacement;
import io.transship.manager.sdn.ControllerLife;
import io.transship.manager.sdn.HostFinder;
import io.transship.manager.sdn.SdnController;
import io.transship.manager.sdn.SdnControllerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A Floodlight as it was recorded. */
class FloodlightContractTest extends SdnControllerContract {

    private final FloodlightBench bench = new FloodlightBench();

    @BeforeEach
    void begin() {
        bench.start();
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Override
    protected SdnController network() {
        return bench.controller;
    }

    @Override
    protected ContainerPlacement placement() {
        return bench.controller;
    }

    @Override
    protected HostFinder hosts() {
        return bench.controller;
    }

    @Override
    protected TrafficRedirect redirect() {
        return bench.controller.redirect();
    }

    @Override
    protected ControllerLife life() {
        return bench.controller;
    }
}
