package io.transship.settings;

import java.util.List;

/** A configuration record with rules that span several keys. */
public interface SelfChecking {

    /** Everything that is wrong, not only the first; empty if all is well. */
    List<Complaint> complaints();
}
