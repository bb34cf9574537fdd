package io.transship.daemon.measurement;

import io.transship.core.model.ByteCount;
import io.transship.daemon.runtime.ManagedContainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * The memory of the processes in a container's control groups, as {@code /proc} shows it.
 *
 * <p>Clearing the kernel's marks costs a walk of the page tables and, afterwards, a fault for each
 * page that is written again; the container's own memory stays as it is. A process that ends
 * meanwhile counts as nothing.
 */
public final class ProcessMemory implements MemoryMeter {

    private static final long KIB = 1024;
    private static final String CLEAR_REFERENCED = "1";
    private static final String CLEAR_SOFT_DIRTY = "4";

    private final Path proc;
    private final boolean softDirty;

    /** The memory of this machine's processes. */
    public ProcessMemory() {
        this(Path.of("/proc"), SoftDirtyPages.areTracked());
    }

    ProcessMemory(Path proc, boolean softDirty) {
        this.proc = proc;
        this.softDirty = softDirty;
    }

    @Override
    public ByteCount memory(ManagedContainer container) {
        return sum(processes(container), this::memoryOf);
    }

    @Override
    public Optional<DirtyRate> dirtyRate(ManagedContainer container, Duration interval)
            throws InterruptedException {
        List<Path> processes = processes(container);
        String mark = softDirty ? CLEAR_SOFT_DIRTY : CLEAR_REFERENCED;
        if (processes.isEmpty() || !processes.stream().allMatch(each -> clear(each, mark))) {
            return Optional.empty();
        }
        long begin = System.nanoTime();
        pause(interval);
        ByteCount changed = sum(processes, softDirty ? SoftDirtyPages::bytes : this::usedOf);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return Optional.of(
                new DirtyRate(
                        new ByteCount(Math.round(changed.bytes() / seconds)),
                        softDirty ? Basis.SOFT_DIRTY : Basis.REFERENCED));
    }

    private static void pause(Duration interval) throws InterruptedException {
        // Nobody opens it: it ends with the interval, or by an interrupt.
        var _ = new CountDownLatch(1).await(interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private List<Path> processes(ManagedContainer container) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : all) {
                if (text(process.resolve("cgroup")).contains(container.engineId())) {
                    found.add(process);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    private static ByteCount sum(List<Path> processes, ToLongFunction<Path> bytes) {
        return new ByteCount(processes.stream().mapToLong(bytes).sum());
    }

    /** Forked processes are dumped each by itself; memory that is shared on purpose, once. */
    private long memoryOf(Path process) {
        String rollup = text(process.resolve("smaps_rollup"));
        return kib(rollup, "Anonymous") + kib(rollup, "Pss_Shmem") + kib(rollup, "Swap");
    }

    private long usedOf(Path process) {
        String rollup = text(process.resolve("smaps_rollup"));
        return Math.min(kib(rollup, "Referenced"), memoryOf(process));
    }

    private static long kib(String rollup, String name) {
        return rollup.lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                .sum();
    }

    private static boolean clear(Path process, String mark) {
        try {
            Files.write(process.resolve("clear_refs"), mark.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException e) {
            // It has ended, and changes nothing any more; or it is not ours to look at.
            return Files.notExists(process);
        }
    }

    /** Empty if the process is gone. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
