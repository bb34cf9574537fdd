package io.transship.manager.sdn.openflow;

import io.transship.manager.sdn.openflow.discovery.LinkDiscovery;
import io.transship.manager.sdn.openflow.service.ServiceAddresses;
import io.transship.manager.sdn.openflow.wire.ControlLoop;
import io.transship.manager.sdn.openflow.wire.Switches;

/** The parts of the controller that the others work with; all live on the event loop. */
record Core(
        ControlLoop loop,
        Switches switches,
        LinkDiscovery links,
        HostTracker hosts,
        Forwarding forwarding,
        ServiceAddresses services) {}
