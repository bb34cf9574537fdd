package io.transship.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the keepers of labs do about numbers that the kernel keeps for the whole machine. */
class KernelValuesTest {

    private static final String BEFORE = "1048576";
    private static final String RAISED = "4194304";

    /** A lab that only its keeper knows of: numbers that no lab has, folders of its own. */
    private static final String PROGRAM =
            """
            import sys
            folder = sys.argv[1]
            sys.path.insert(0, folder)
            import keeper
            keeper.RUN, keeper.DISK = f"{folder}/run", f"{folder}/disk"
            keeper.NUMBERS = range(901, 910)
            keeper.KERNEL = {f"{folder}/pipe-max-size": "4194304"}
            keeper.subnet_is_free = lambda number: True
            number, handle = keeper.claim(sys.argv[2])
            print("up", flush=True)
            if sys.stdin.readline():
                keeper.release(number, handle)
            """;

    @TempDir private Path folder;
    private final List<Process> keepers = new ArrayList<>();

    @BeforeEach
    void makeKernel() throws IOException {
        Files.createDirectory(folder.resolve("run"));
        kernelHas(BEFORE);
        try (InputStream in = Keeper.class.getResourceAsStream("/testbed/keeper.py")) {
            Files.write(folder.resolve("keeper.py"), Objects.requireNonNull(in).readAllBytes());
        }
    }

    @AfterEach
    void endKeepers() {
        keepers.forEach(Process::destroyForcibly);
    }

    @Test
    void whatAPowerCutLeftIsSetBackAfterTheLastLab() throws Exception {
        Process first = lab("first");
        Process second = lab("second");
        kernelHas(RAISED);

        end(first);
        assertThat(kernel()).as("the other lab may need it").isEqualTo(RAISED);

        end(second);
        assertThat(kernel()).isEqualTo(BEFORE);
        assertNothingStays();
    }

    @Test
    void whatAKilledKeeperLeftIsSetBackBeforeTheNextLab() throws Exception {
        Process killed = lab("killed");
        kernelHas(RAISED);
        killed.destroyForcibly().waitFor();

        Process next = lab("next");
        assertThat(kernel()).isEqualTo(BEFORE);

        end(next);
        assertNothingStays();
    }

    @Test
    void whatSomebodyElseChoseMeanwhileStays() throws Exception {
        Process lab = lab("lab");
        kernelHas("2097152");

        end(lab);

        assertThat(kernel()).isEqualTo("2097152");
        assertNothingStays();
    }

    private Process lab(String name) throws IOException {
        Process keeper =
                new ProcessBuilder("/usr/bin/python3", "-I", "-c", PROGRAM, folder.toString(), name)
                        .redirectError(folder.resolve("errors").toFile())
                        .start();
        keepers.add(keeper);
        BufferedReader said = keeper.inputReader(StandardCharsets.UTF_8);
        assertThat(said.readLine()).as(Files.readString(folder.resolve("errors"))).isEqualTo("up");
        return keeper;
    }

    private static void end(Process keeper) throws Exception {
        keeper.outputWriter().append("end\n").flush();
        assertThat(keeper.waitFor()).isZero();
    }

    private void kernelHas(String number) throws IOException {
        Files.writeString(folder.resolve("pipe-max-size"), number + "\n");
    }

    private String kernel() throws IOException {
        return Files.readString(folder.resolve("pipe-max-size")).strip();
    }

    private void assertNothingStays() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("run"))) {
            assertThat(files).isEmpty();
        }
    }
}
