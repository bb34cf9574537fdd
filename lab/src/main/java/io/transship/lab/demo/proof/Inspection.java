package io.transship.lab.demo.proof;

import io.transship.lab.testbed.Finished;
import io.transship.lab.testbed.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a container is, asked of every machine's engine and process table; the manager is not
 * asked.
 *
 * @param engines what each engine says of the container: state by host, where it knows it
 * @param processes how many of the server's processes each machine runs, by host, where there are
 */
public record Inspection(Map<String, String> engines, Map<String, Integer> processes) {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Looks at all machines. */
    public static Inspection of(List<Machine> machines, String container) {
        Map<String, String> engines = new TreeMap<>();
        Map<String, Integer> processes = new TreeMap<>();
        for (Machine machine : machines) {
            String states =
                    run(
                            machine,
                            List.of(
                                    "docker",
                                    "ps",
                                    "--all",
                                    "--filter",
                                    "name=^/?" + container + "$",
                                    "--format",
                                    "{{.State}}"));
            if (!states.isBlank()) {
                engines.put(machine.name(), String.join(" and ", states.lines().toList()));
            }
            int found =
                    (int)
                            run(machine, List.of("pgrep", "-f", "perl /demo/server.pl"))
                                    .lines()
                                    .count();
            if (found > 0) {
                processes.put(machine.name(), found);
            }
        }
        return new Inspection(engines, processes);
    }

    private static String run(Machine machine, List<String> command) {
        Finished finished = machine.exec(DEADLINE, command);
        return finished.output().strip();
    }

    /** Whether exactly one copy exists, and runs, in every sense. */
    public boolean exactlyOne() {
        return engines.size() == 1
                && engines.containsValue("running")
                && processes.equals(Map.of(engines.keySet().iterator().next(), 1));
    }

    /** Whether it runs on that host. */
    public boolean runsOn(String host) {
        return "running".equals(engines.get(host)) && processes.containsKey(host);
    }

    /** For people: "h3 running; processes: h3 1". */
    public String forPeople() {
        List<String> words = new ArrayList<>();
        engines.forEach((host, state) -> words.add(host + " " + state));
        return (words.isEmpty() ? "no engine knows it" : String.join(", ", words))
                + "; server processes: "
                + processes.entrySet().stream()
                        .map(each -> each.getValue() + " on " + each.getKey())
                        .collect(Collectors.joining(", "));
    }
}
