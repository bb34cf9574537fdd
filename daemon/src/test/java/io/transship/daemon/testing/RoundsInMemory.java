package io.transship.daemon.testing;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.MemoryRounds;
import io.transship.daemon.checkpoint.MigrationId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rounds of the memory in pages of {@link #PAGE} bytes: each file has the number and the content of
 * every page that is not what it was in the round before.
 */
final class RoundsInMemory implements MemoryRounds {

    static final int PAGE = 4096;

    private static final String FILE = "pages-1.img";

    private final MemoryHost host;

    /** As the last round had it. */
    private final Map<ContainerId, byte[]> marked = new ConcurrentHashMap<>();

    RoundsInMemory(MemoryHost host) {
        this.host = host;
    }

    @Override
    public Dump write(MigrationId migration, ContainerId container, int round, Duration deadline) {
        host.call("round");
        MemoryContainer box = host.require(container);
        byte[] content = changes(container, box.memory);
        try {
            Path directory = Files.createDirectories(folder(migration, round));
            Files.write(directory.resolve(FILE), content);
            return new Dump(directory, List.of(new Dump.DumpFile(FILE, content.length)));
        } catch (IOException e) {
            throw new TransshipException(FailureCode.CHECKPOINT_FAILED, "no round: " + e + ".", e);
        }
    }

    /** What has changed since the last round. */
    byte[] changes(ContainerId container, byte[] memory) {
        byte[] before = marked.getOrDefault(container, new byte[0]);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        for (int at = 0; at < memory.length; at += PAGE) {
            byte[] page = page(memory, at);
            if (at >= before.length || !Arrays.equals(page, page(before, at))) {
                changed.writeBytes(ByteBuffer.allocate(4).putInt(at).array());
                changed.writeBytes(page);
            }
        }
        marked.put(container, memory.clone());
        return changed.toByteArray();
    }

    private static byte[] page(byte[] memory, int at) {
        return Arrays.copyOfRange(memory, at, Math.min(memory.length, at + PAGE));
    }

    /** What the rounds that came to this host, and the dump's own changes, make together. */
    byte[] restored(MigrationId migration, byte[] changes, int size) {
        byte[] memory = new byte[size];
        for (int round = 1; Files.exists(folder(migration, round).resolve(FILE)); round++) {
            try {
                apply(Files.readAllBytes(folder(migration, round).resolve(FILE)), memory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        apply(changes, memory);
        return memory;
    }

    private static void apply(byte[] changes, byte[] memory) {
        ByteBuffer buffer = ByteBuffer.wrap(changes);
        while (buffer.hasRemaining()) {
            int at = buffer.getInt();
            buffer.get(memory, at, Math.min(PAGE, memory.length - at));
        }
    }

    @Override
    public Path folder(MigrationId migration, int round) {
        try {
            return Files.createDirectories(
                    host.run.resolve("rounds-" + migration).resolve("" + round));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean areOf(ContainerId container) {
        return marked.containsKey(container);
    }
}
