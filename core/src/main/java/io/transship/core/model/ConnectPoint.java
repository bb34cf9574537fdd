package io.transship.core.model;

/**
 * A port of a switch: where a host or another switch is attached.
 *
 * @param datapath the switch
 * @param port its OpenFlow port number, 1 to 0xffffff00
 */
public record ConnectPoint(DatapathId datapath, int port) implements Comparable<ConnectPoint> {

    /** Checks the port number. */
    public ConnectPoint {
        if (port < 1) {
            throw new IllegalArgumentException(
                    "port " + port + " of " + datapath + " is not a physical port");
        }
    }

    @Override
    public int compareTo(ConnectPoint other) {
        int bySwitch = datapath.compareTo(other.datapath);
        return bySwitch != 0 ? bySwitch : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return datapath + "/" + port;
    }
}
