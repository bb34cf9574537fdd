package io.transship.manager.sdn.openflow.discovery;

/** What hangs at a port that is up. */
public enum PortRole {
    /** Not known yet: nothing is learned here and nothing is flooded here. */
    SETTLING,
    /** A host, or a bridge of hosts. */
    EDGE,
    /** Another switch of ours, or this one again. */
    LINK
}
