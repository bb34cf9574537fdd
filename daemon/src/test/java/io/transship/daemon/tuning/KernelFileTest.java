package io.transship.daemon.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.testing.ScriptedCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** On a file of this machine's kernel that everybody may read, and that has several digits. */
class KernelFileTest {

    private static final Path ROOT = Path.of("/");
    private static final String FILE = "proc/sys/kernel/pid_max";

    @Test
    void everyDigitIsRead() throws IOException {
        String line = Files.readAllLines(ROOT.resolve(FILE)).getFirst();
        assertThat(line).hasSizeGreaterThan(1);

        assertThat(KernelFile.read(ROOT.resolve(FILE))).isEqualTo(line + "\n");
        assertThat(new Machine(ROOT, new ScriptedCommands()).number(FILE, ""))
                .contains(Long.valueOf(line));
    }
}
