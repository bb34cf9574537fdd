package io.transship.lab.scenarios;

import io.transship.core.model.DatapathId;

/**
 * A switch of the lab.
 *
 * @param number 1 to 99; everything else follows from it
 */
public record LabSwitch(int number) {

    /** Checks the number. */
    public LabSwitch {
        if (number < 1 || number > 99) {
            throw new IllegalArgumentException("a lab has switches 1 to 99, not " + number);
        }
    }

    /** "s2". */
    public String name() {
        return "s" + number;
    }

    /** Its identifier in OpenFlow. */
    public DatapathId datapath() {
        return new DatapathId(number);
    }
}
