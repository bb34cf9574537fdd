package io.transship.lab.scenarios;

import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;

/**
 * A machine of the lab.
 *
 * @param number 1 to 99; everything else follows from it
 */
public record LabHost(int number) {

    /** Checks the number. */
    public LabHost {
        if (number < 1 || number > 99) {
            throw new IllegalArgumentException("a lab has hosts 1 to 99, not " + number);
        }
    }

    /** "h2". */
    public String name() {
        return "h" + number;
    }

    /** The name as the manager knows it. */
    public HostId id() {
        return new HostId(name());
    }

    /** Its address in the data network: 10.0.0.2. */
    public IpAddress address() {
        return new IpAddress("10.0.0." + number);
    }

    /** Its address in the management network of a lab: 172.30.LAB.12. */
    public IpAddress managementAddress(int lab) {
        return new IpAddress("172.30." + lab + "." + (10 + number));
    }

    /** Its address on the data cable. */
    public MacAddress mac() {
        return new MacAddress(0x02_00_0a_00_00_00L | number);
    }
}
