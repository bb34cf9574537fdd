package io.transship.daemon.preflight.dump;

import io.transship.daemon.preflight.container.ContainerProcess;
import io.transship.daemon.preflight.container.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** Processes that can't be dumped: systemd, traced ones, those in namespaces of the host. */
final class InitJudge implements Judge {

    @Override
    public String subject() {
        return "processes";
    }

    @Override
    public String mend() {
        return "Run a program other than systemd as the container's first process, end debuggers, and"
                + " share no namespace with the host.";
    }

    @Override
    public List<String> objections(Snapshot container) {
        List<String> objections = new ArrayList<>();
        for (String shared : container.engine().hostNamespaces()) {
            objections.add("the container shares the host's " + shared + " namespace.");
        }
        for (ContainerProcess process : container.processes()) {
            if (process.pidInside() == 1 && process.name().equals("systemd")) {
                objections.add("the container's first process is systemd, which can't be dumped.");
            }
            if (process.tracer() != 0) {
                objections.add(process.words() + " is traced by process " + process.tracer() + ".");
            }
        }
        return objections;
    }
}
