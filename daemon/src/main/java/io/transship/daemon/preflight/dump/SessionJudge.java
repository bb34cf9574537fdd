package io.transship.daemon.preflight.dump;

import io.transship.daemon.preflight.container.ContainerProcess;
import io.transship.daemon.preflight.container.Snapshot;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Processes that were put into the container from outside: they are not dumped, and end. */
final class SessionJudge implements Judge {

    @Override
    public String subject() {
        return "sessions";
    }

    @Override
    public boolean hinders() {
        return false;
    }

    @Override
    public String mend() {
        return "End 'docker exec' sessions before the move; a health check comes again by itself.";
    }

    @Override
    public List<String> objections(Snapshot container) {
        Set<Long> own =
                container.processes().stream()
                        .map(ContainerProcess::pid)
                        .collect(Collectors.toSet());
        return container.processes().stream()
                .filter(each -> each.pidInside() != 1 && !own.contains(each.parent()))
                .map(each -> each.words() + " came from outside (exec) and will end with the move.")
                .toList();
    }
}
