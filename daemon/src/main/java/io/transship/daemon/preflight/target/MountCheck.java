package io.transship.daemon.preflight.target;

import io.transship.core.container.Mount;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.luggage.MountRoom;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Problem;
import java.util.ArrayList;
import java.util.List;

/** Whether volumes and folders that come along would meet others of the same name. */
final class MountCheck implements Check {

    private final MountRoom room;
    private final List<Mount> mounts;

    MountCheck(MountRoom room, List<Mount> mounts) {
        this.room = room;
        this.mounts = mounts.stream().filter(Mount::isCarried).toList();
    }

    @Override
    public String subject() {
        return "mounts";
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        for (Mount mount : mounts) {
            try {
                findings.add(Finding.ok(subject(), room.look(mount)));
            } catch (TransshipException e) {
                findings.add(Finding.failure(subject(), "", Problem.of(e)));
            }
        }
        return findings;
    }
}
