package io.transship.lab.demo;

import io.transship.lab.demo.screen.Timeline;
import io.transship.lab.testbed.Testbed;

/** What to do with a lab that stays up. */
final class Keeping {

    private Keeping() {}

    static void tell(Timeline timeline, Testbed lab) {
        timeline.event("The lab stays up. To look at it and to take it down:");
        String name = " --name " + lab.name();
        timeline.detail("./transship lab status");
        timeline.detail("./transship lab exec" + name + " h3 -- docker ps");
        timeline.detail(
                "./transship status --manager "
                        + lab.managerUri()
                        + " --token-file "
                        + lab.tokenFile());
        timeline.detail("./transship lab down" + name);
    }
}
