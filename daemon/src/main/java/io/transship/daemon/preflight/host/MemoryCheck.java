package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.core.model.ByteCount;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Machine;
import java.util.List;

/** How much memory is available, and whether it is enough for what is needed. */
public final class MemoryCheck implements Check {

    /** For CRIU, the engine's shims and our own buffers. */
    private static final ByteCount MARGIN = ByteCount.ofMiB(48);

    private final Machine machine;
    private final ByteCount needed;
    private final String what;

    /** A host without a container in mind. */
    MemoryCheck(Machine machine) {
        this(machine, ByteCount.ZERO, "a move");
    }

    /** {@code needed} for that, "the dump of 'web'". */
    public MemoryCheck(Machine machine, ByteCount needed, String what) {
        this.machine = machine;
        this.needed = needed;
        this.what = what;
    }

    @Override
    public String subject() {
        return "memory";
    }

    @Override
    public List<Finding> look() {
        ByteCount available =
                new ByteCount(machine.number("proc/meminfo", "MemAvailable:").orElse(0L) * 1024);
        ByteCount wanted = new ByteCount(needed.bytes() + MARGIN.bytes());
        if (available.bytes() < wanted.bytes()) {
            return List.of(
                    Finding.failure(
                            subject(),
                            FailureCode.MEMORY_SHORT,
                            "%s needs %s of memory, %s are available."
                                    .formatted(what, wanted, available),
                            FailureCode.MEMORY_SHORT.mend()));
        }
        return List.of(Finding.ok(subject(), available + " available"));
    }
}
