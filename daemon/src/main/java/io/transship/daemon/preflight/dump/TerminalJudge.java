package io.transship.daemon.preflight.dump;

import io.transship.daemon.preflight.container.ContainerProcess;
import io.transship.daemon.preflight.container.Descriptor;
import io.transship.daemon.preflight.container.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Terminals whose other side is outside of the container. */
final class TerminalJudge implements Judge {

    private static final Pattern SLAVE = Pattern.compile("/dev/pts/(\\d+)");

    @Override
    public String subject() {
        return "terminals";
    }

    @Override
    public String mend() {
        return "Start the container without a terminal ('docker run' without -t).";
    }

    @Override
    public List<String> objections(Snapshot container) {
        if (container.engine().terminal()) {
            return List.of("the engine gave the container a terminal.");
        }
        Set<Integer> masters =
                container.processes().stream()
                        .flatMap(each -> each.descriptors().stream())
                        .map(Descriptor::terminal)
                        .filter(each -> each >= 0)
                        .collect(Collectors.toSet());
        List<String> objections = new ArrayList<>();
        for (ContainerProcess process : container.processes()) {
            for (Descriptor each : process.descriptors()) {
                if (isForeign(each, masters)) {
                    objections.add(
                            process.words(each)
                                    + ", the terminal "
                                    + each.path()
                                    + " whose other side is outside.");
                }
            }
        }
        return objections;
    }

    private static boolean isForeign(Descriptor descriptor, Set<Integer> masters) {
        if (descriptor.kind() != Descriptor.Kind.CHARACTER_DEVICE) {
            return false;
        }
        Matcher slave = SLAVE.matcher(descriptor.path());
        return descriptor.path().equals("/dev/console")
                || (slave.matches() && !masters.contains(Integer.valueOf(slave.group(1))));
    }
}
