package io.transship.daemon.preflight.container;

import io.transship.daemon.command.CommandResult;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.runtime.inspection.ContainerFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a container from /proc. Processes come and go meanwhile: what vanishes is left out. Touches
 * nothing; sockets and pipes are not opened.
 */
public final class ContainerReader {

    /** Bytes in a block as stat(2) counts them. */
    private static final long STAT_BLOCK = 512;

    private final Machine machine;
    private final Path proc;

    /** Reads from that machine. */
    public ContainerReader(Machine machine) {
        this.machine = machine;
        this.proc = machine.root().resolve("proc");
    }

    /** All processes in the container's control groups, with what they hold. */
    public Snapshot read(ContainerFacts engine) {
        List<ContainerProcess> processes =
                pids().filter(pid -> isInside(pid, engine.engineId()))
                        .map(this::process)
                        .flatMap(Optional::stream)
                        .toList();
        long first = first(processes);
        return new Snapshot(
                engine,
                processes,
                lines(first, "mountinfo").flatMap(each -> Mount.parse(each).stream()).toList(),
                unixSockets(first),
                hostSockets());
    }

    /** Podman's monitor of a container has a control group with the container's id, too. */
    private boolean isInside(long pid, String engineId) {
        return lines(pid, "cgroup")
                .anyMatch(line -> line.contains(engineId) && !line.contains("conmon"));
    }

    private static long first(List<ContainerProcess> processes) {
        return processes.stream()
                .filter(each -> each.pidInside() == 1)
                .map(ContainerProcess::pid)
                .findFirst()
                .orElse(0L);
    }

    private Stream<Long> pids() {
        try (Stream<Path> all = Files.list(proc)) {
            return all
                    .map(each -> each.getFileName().toString())
                    .filter(each -> each.matches("\\d{1,9}"))
                    .map(Long::valueOf)
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<ContainerProcess> process(long pid) {
        Map<String, String> status = new HashMap<>();
        lines(pid, "status")
                .map(line -> line.split(":", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> status.put(pair[0], pair[1].strip()));
        if (status.getOrDefault("State", "Z").startsWith("Z")) {
            return Optional.empty();
        }
        String[] inside = status.getOrDefault("NSpid", "0").split("\\s+", -1);
        return Optional.of(
                new ContainerProcess(
                        pid,
                        Long.parseLong(inside[inside.length - 1]),
                        status.getOrDefault("Name", "?"),
                        Long.parseLong(status.getOrDefault("PPid", "0")),
                        Long.parseLong(status.getOrDefault("TracerPid", "0")),
                        memory(status),
                        descriptors(pid),
                        mappings(pid)));
    }

    /** Private and shared memory: what a dump will have to write. */
    private static long memory(Map<String, String> status) {
        return Stream.of("RssAnon", "RssShmem")
                .map(key -> status.getOrDefault(key, "0 kB").split(" ", 2)[0])
                .filter(kilobytes -> kilobytes.matches("\\d{1,15}"))
                .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
                .sum();
    }

    private List<Mapping> mappings(long pid) {
        return lines(pid, "maps").flatMap(line -> Mapping.parse(line).stream()).distinct().toList();
    }

    private List<Descriptor> descriptors(long pid) {
        Path folder = proc.resolve(pid + "/fd");
        List<Descriptor> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.toList()) {
                descriptor(pid, each).ifPresent(found::add);
            }
        } catch (IOException | UncheckedIOException e) {
            // The process has ended.
            return List.of();
        }
        return found;
    }

    private Optional<Descriptor> descriptor(long pid, Path link) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            Map<String, Object> facts = Files.readAttributes(link, "unix:mode,rdev,ino,nlink,size");
            Descriptor.Kind kind = kind((int) number(facts, "mode"));
            boolean socket = kind == Descriptor.Kind.SOCKET;
            boolean master = target.endsWith("/ptmx");
            return Optional.of(
                    new Descriptor(
                            Integer.parseInt(link.getFileName().toString()),
                            target,
                            kind,
                            device(number(facts, "rdev")),
                            number(facts, "ino"),
                            (int) number(facts, "nlink"),
                            bytes(link, target, number(facts, "size")),
                            socket ? SocketProtocol.of(link) : "",
                            master ? terminal(pid, link.getFileName().toString()) : -1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long number(Map<String, Object> facts, String key) {
        return facts.get(key) instanceof Number number ? number.longValue() : 0;
    }

    /** What it takes on the disk, where that matters: a deleted file may have holes. */
    private long bytes(Path link, String target, long size) {
        if (!target.endsWith(Descriptor.DELETED) || size == 0) {
            return size;
        }
        String blocks = machine.run("stat", "-L", "-c", "%b", link.toString()).output().strip();
        return blocks.matches("\\d{1,15}") ? Long.parseLong(blocks) * STAT_BLOCK : size;
    }

    /** The type's bits of a file's mode (stat(2)). */
    private static Descriptor.Kind kind(int mode) {
        return switch (mode & 0170000) {
            case 0100000 -> Descriptor.Kind.REGULAR;
            case 0020000 -> Descriptor.Kind.CHARACTER_DEVICE;
            case 0060000 -> Descriptor.Kind.BLOCK_DEVICE;
            case 0140000 -> Descriptor.Kind.SOCKET;
            default -> Descriptor.Kind.OTHER;
        };
    }

    /** As glibc's gnu_dev_major and gnu_dev_minor take a device number apart. */
    static String device(long number) {
        long major = (number >> 8 & 0xfff) | (number >> 32 & ~0xfffL);
        long minor = (number & 0xff) | (number >> 12 & ~0xffL);
        return number == 0 ? "" : major + ":" + minor;
    }

    private int terminal(long pid, String descriptor) {
        return machine.number("proc/" + pid + "/fdinfo/" + descriptor, "tty-index:")
                .map(Math::toIntExact)
                .orElse(-1);
    }

    /** Those of the container's network namespace, with their peers; /proc/net does not tell. */
    private List<UnixSocket> unixSockets(long pid) {
        if (pid == 0) {
            return List.of();
        }
        CommandResult shown =
                machine.run("nsenter", "--net=/proc/" + pid + "/ns/net", "ss", "-xaH");
        return shown.output().lines().flatMap(line -> UnixSocket.parse(line).stream()).toList();
    }

    /** "Num RefCount Protocol Flags Type St Inode Path". */
    private Map<Long, String> hostSockets() {
        Map<Long, String> paths = new HashMap<>();
        machine.text("proc/net/unix").stream()
                .flatMap(String::lines)
                .map(line -> line.strip().split("\\s+", 8))
                .filter(fields -> fields.length == 8 && fields[6].matches("\\d+"))
                .forEach(fields -> paths.put(Long.valueOf(fields[6]), fields[7]));
        return paths;
    }

    private Stream<String> lines(long pid, String file) {
        return text(pid, file).lines();
    }

    private String text(long pid, String file) {
        return machine.text("proc/" + pid + "/" + file).orElse("");
    }
}
