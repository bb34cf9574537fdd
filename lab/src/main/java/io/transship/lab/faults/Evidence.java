package io.transship.lab.faults;

import io.transship.core.failure.TransshipException;
import io.transship.lab.testbed.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What tells afterwards why a case went wrong: logs, and how machines and switches stand. */
final class Evidence {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final String SCRIPT =
            """
            date; docker ps --all; ps -eo pid,stat,args; ip -br address; ip neigh; bridge fdb
            for name in $(ls /run/netns); do
                echo "== $name"; ip netns exec $name ip -br address
                ip netns exec $name ip neigh; ip netns exec $name ss -tanoi
            done
            find /run/transship -not -path '*/images/*'
            """;

    private final FaultStage stage;
    private final Path folder;

    Evidence(FaultStage stage, Path folder) {
        this.stage = stage;
        this.folder = folder;
    }

    void keep() throws IOException {
        Files.createDirectories(folder);
        for (String process : List.of("manager", "daemon-h2", "daemon-h3")) {
            copy(stage.lab().log(process), process);
        }
        for (String host : FaultStage.HOSTS) {
            copy(stage.machine(host).file("/var/log/dockerd.log"), "engine-" + host);
            Files.writeString(folder.resolve(host + ".txt"), look(stage.machine(host)));
        }
        Files.writeString(folder.resolve("h1.txt"), look(stage.machine("h1")));
        for (Map.Entry<String, List<String>> each : stage.outages().entries().entrySet()) {
            Files.write(folder.resolve(each.getKey() + ".txt"), each.getValue());
        }
    }

    private void copy(Path log, String name) throws IOException {
        if (Files.exists(log)) {
            Files.copy(log, folder.resolve(name + ".log"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String look(Machine machine) {
        try {
            return machine.exec(DEADLINE, "sh", "-c", SCRIPT).output();
        } catch (TransshipException e) {
            return e.line(); // no power
        }
    }
}
