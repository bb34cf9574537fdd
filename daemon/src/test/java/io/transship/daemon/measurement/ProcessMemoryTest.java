package io.transship.daemon.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.measurement.MemoryMeter.Basis;
import io.transship.daemon.network.ContainerAddress;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {

    private static final Duration MOMENT = Duration.ofMillis(20);

    private static final List<String> LOOKED_AT =
            List.of("smaps_rollup", "clear_refs", "maps", "pagemap");

    @TempDir private Path proc;

    @Test
    void privateMemoryCountsForEachProcessAndSharedMemoryOnce() throws Exception {
        process(11, "engine-1", "Anonymous: 100 kB\nPss_Shmem: 50 kB\nPss_File: 900 kB\n");
        process(12, "engine-1", "Anonymous: 30 kB\nPss_Shmem: 50 kB\nSwap: 4 kB\n");
        process(13, "engine-2", "Anonymous: 7000 kB\n");

        assertThat(new ProcessMemory(proc, false).memory(container("engine-1")))
                .isEqualTo(new ByteCount(234 * 1024));
    }

    @Test
    void pagesThatWereUsedAreAnUpperBound() throws Exception {
        process(11, "engine-1", "Anonymous: 100 kB\nReferenced: 40 kB\n");

        var rate = new ProcessMemory(proc, false).dirtyRate(container("engine-1"), MOMENT);

        assertThat(Files.readString(proc.resolve("11/clear_refs"))).isEqualTo("1");
        assertThat(rate.orElseThrow().basis()).isEqualTo(Basis.REFERENCED);
        // 40 KiB in 20 ms or somewhat more.
        assertThat(rate.orElseThrow().perSecond().bytes()).isBetween(1L, 2_048_000L);
    }

    @Test
    void usedFilesAreNotMemory() throws Exception {
        process(11, "engine-1", "Anonymous: 0 kB\nReferenced: 4000 kB\n");

        assertThat(
                        new ProcessMemory(proc, false)
                                .dirtyRate(container("engine-1"), MOMENT)
                                .orElseThrow()
                                .perSecond())
                .isEqualTo(ByteCount.ZERO);
    }

    @Test
    void markedPagesOfMemoryAreCounted() throws Exception {
        process(11, "engine-1", "");
        Files.writeString(
                proc.resolve("11/maps"),
                """
                00001000-00003000 rw-p 00000000 00:00 0
                00003000-00005000 r--p 00000000 00:00 0
                00005000-00006000 rw-p 00000000 08:01 77   /usr/lib/libc.so.6
                00006000-00007000 rw-p 00000000 00:00 0    [heap]
                """);
        try (RandomAccessFile pagemap =
                new RandomAccessFile(proc.resolve("11/pagemap").toFile(), "rw")) {
            pagemap.setLength(16 * 8);
            for (int page : List.of(2, 3, 5, 6)) {
                pagemap.seek(page * 8 + 6);
                pagemap.write(0x80);
            }
        }

        assertThat(SoftDirtyPages.bytes(proc.resolve("11"))).isEqualTo(2 * 4096);
        var rate = new ProcessMemory(proc, true).dirtyRate(container("engine-1"), MOMENT);
        assertThat(rate.orElseThrow().basis()).isEqualTo(Basis.SOFT_DIRTY);
        assertThat(Files.readString(proc.resolve("11/clear_refs"))).isEqualTo("4");
    }

    @Test
    void nothingIsKnownOfAContainerWithoutProcesses() throws Exception {
        assertThat(new ProcessMemory(proc, false).dirtyRate(container("engine-9"), MOMENT))
                .isEmpty();
        assertThat(new ProcessMemory(proc, false).memory(container("engine-9")))
                .isEqualTo(ByteCount.ZERO);
    }

    @Test
    void thisProcessHasTheMemoryThatItUses() throws Exception {
        ByteBuffer used = ByteBuffer.allocateDirect(32 << 20);
        for (int i = 0; i < used.capacity(); i += 4096) {
            used.put(i, (byte) 1);
        }
        Path self = Files.createDirectories(proc.resolve("1"));
        Files.writeString(self.resolve("cgroup"), "0::/engine-1\n");
        for (String file : LOOKED_AT) {
            Files.createSymbolicLink(self.resolve(file), Path.of("/proc/self", file));
        }
        MemoryMeter meter = new ProcessMemory(proc, SoftDirtyPages.areTracked());

        assertThat(meter.memory(container("engine-1"))).isGreaterThan(ByteCount.ofMiB(32));
        assertThat(meter.dirtyRate(container("engine-1"), MOMENT)).isPresent();
        assertThat(used.get(0)).isEqualTo((byte) 1);
        for (String file : LOOKED_AT) {
            Files.delete(self.resolve(file));
        }
    }

    private void process(int id, String engineId, String rollup) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Integer.toString(id)));
        Files.writeString(folder.resolve("cgroup"), "0::/docker/" + engineId + "\n");
        Files.writeString(folder.resolve("smaps_rollup"), rollup);
        Files.writeString(folder.resolve("clear_refs"), "");
    }

    private static ManagedContainer container(String engineId) {
        return new ManagedContainer(
                new ContainerSpec(
                        new ContainerId("server"),
                        "demo",
                        List.of(),
                        Map.of(),
                        new ContainerAddress(
                                new IpAddress("10.0.0.100"),
                                24,
                                MacAddress.parse("02:00:0a:00:00:64"),
                                Optional.empty()),
                        Map.of(),
                        ByteCount.ZERO,
                        RestartPolicy.NO),
                engineId,
                "sha256:aa",
                true,
                "running");
    }
}
