package io.transship.daemon.session.pages.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where threads point, by the bytes of a real dump: a small server in Perl, by CRIU 4.2.1. */
class ThreadPointersTest {

    private static final String COMMON = "19435654";
    private static final String TREE = COMMON + "30302750" + "0a000000" + "080110001801";
    private static final String ONE_THREAD = TREE + "20012801";

    /** Architecture, and of its state the address to clear and the registers. */
    private static final String STATE =
            "0801"
                    + "128901"
                    + "08d089cccdf1fc1f"
                    + "127f080810d0c09cfdcaff1f18f0c09cfdcaff1f200128a0998bdffdba1530"
                    + "8084cccdf1fc1f388204400048005000588e0260a787ffcdf1fc1f680070c0"
                    + "a790dffdba15780880018e028801a587ffcdf1fc1f90013398018204a001a0"
                    + "bf9cfdcaff1fa8012bb0018084cccdf1fc1fb80100c00100c80100d00100d8"
                    + "0100e00101";

    /** The end of the robust list and the area for restartable sequences. */
    private static final String THREAD =
            "2a1c" + "08e089cccdf1fc1f10187a1008c082cccdf1fc1f102018d3e0949805";

    private static final String CORE = COMMON + "47380555" + "ac000000" + STATE + THREAD;

    @TempDir private Path dump;

    @Test
    void everyRegisterThatMayBeAnAddressCounts() throws IOException {
        write("pstree.img", ONE_THREAD);
        write("core-1.img", CORE);

        assertThat(ThreadPointers.pages(dump)).containsOnlyKeys(1L);
        assertThat(ThreadPointers.pages(dump).get(1L))
                .as("thread-local storage, stack, data and code")
                .containsExactlyInAnyOrder(
                        0x7fe719b30000L,
                        0x7ffcafa72000L,
                        0x7ffcafa71000L,
                        0x55d7dbe2c000L,
                        0x55d7dbe41000L,
                        0x7fe719bfc000L,
                        0x53053000L);
    }

    @Test
    void allThreadsOfAProcessCountAndNoOthers() throws IOException {
        write("pstree.img", COMMON + "30302750" + "0c000000" + "08011000180120012801" + "2802");
        write("core-1.img", core(0x10_000));
        write("core-2.img", core(0x20_000));
        write("core-3.img", core(0x30_000));

        assertThat(ThreadPointers.pages(dump).get(1L))
                .containsExactlyInAnyOrder(0x10_000L, 0x20_000L);
    }

    @Test
    void whatIsNotThereOrNotUnderstoodIsLeftOut() throws IOException {
        assertThat(ThreadPointers.pages(dump)).isEmpty();

        write("pstree.img", TREE);
        assertThat(ThreadPointers.pages(dump)).as("a message that is cut").isEmpty();

        write("pstree.img", ONE_THREAD);
        assertThat(ThreadPointers.pages(dump)).as("no core").isEmpty();

        for (String core :
                new String[] {"", COMMON, COMMON + "47380555" + "ffffff7f", "00" + CORE}) {
            write("core-1.img", core);
            assertThat(ThreadPointers.pages(dump)).as(core).isEmpty();
        }
    }

    @Test
    void garbageEndsInARefusal() throws Exception {
        Fuzz.of("thread pointers", 4 << 20, HexFormat.of().parseHex(CORE))
                .run(100_000, ThreadPointers::ofThread);
    }

    private static String core(int address) {
        HexFormat hex = HexFormat.of();
        byte[] varint = {
            (byte) (0x80 | address & 0x7f),
            (byte) (0x80 | address >> 7 & 0x7f),
            (byte) (address >> 14)
        };
        return COMMON + "47380555" + "08000000" + "0801" + "1204" + "08" + hex.formatHex(varint);
    }

    private void write(String name, String hex) throws IOException {
        Files.write(dump.resolve(name), HexFormat.of().parseHex(hex));
    }
}
