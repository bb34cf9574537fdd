package io.transship.settings;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this JVM's own compilers from the processors while nobody serves: they run when nothing
 * else wants to (SCHED_IDLE), and as always afterwards. Code that seldom runs becomes ready for
 * them just then, and a compiler that has begun keeps a processor for milliseconds, whatever its
 * nice value. Does nothing where that is impossible. Thread-safe.
 */
public final class QuietCompilers {

    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final Pattern COMPILER = Pattern.compile("C[12] CompilerThre.*");
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_IDLE = 5;

    private static final QuietCompilers OURS = new QuietCompilers();

    private final @Nullable MethodHandle setScheduler = setScheduler();
    private long until;
    private boolean quiet;

    QuietCompilers() {}

    /**
     * For two seconds from now; to be said before it matters, since the first word takes a while.
     */
    public static void forAWhile() {
        OURS.during(A_WHILE);
    }

    synchronized void during(Duration length) {
        if (setScheduler == null) {
            return;
        }
        until = System.nanoTime() + length.toNanos();
        if (!quiet) {
            quiet = true;
            schedule(setScheduler, SCHED_IDLE);
            lookAgainIn(length.toNanos());
        }
    }

    private void lookAgainIn(long nanos) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::look);
    }

    private synchronized void look() {
        long left = until - System.nanoTime();
        if (left > 0) {
            lookAgainIn(left);
        } else if (setScheduler != null) {
            schedule(setScheduler, SCHED_OTHER);
            quiet = false;
        }
    }

    private static void schedule(MethodHandle call, int policy) {
        try (Arena arena = Arena.ofConfined()) {
            // struct sched_param: one int, which is 0 for both policies.
            MemorySegment parameter = arena.allocate(ValueLayout.JAVA_INT);
            for (int thread : compilers()) {
                // A thread that may not be changed, or has ended, stays as it is.
                var _ = (int) call.invokeExact(thread, policy, parameter);
            }
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            // They compete as they always did.
        }
    }

    /** The threads' ids. */
    static List<Integer> compilers() throws IOException {
        List<Integer> found = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                if (COMPILER.matcher(name(thread)).matches()) {
                    found.add(Integer.parseInt(thread.getFileName().toString()));
                }
            }
        }
        return found;
    }

    private static String name(Path thread) {
        try {
            return new String(Files.readAllBytes(thread.resolve("comm")), StandardCharsets.US_ASCII)
                    .strip();
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    @SuppressWarnings("restricted") // this one call of the C library, by its own signature
    private static @Nullable MethodHandle setScheduler() {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("sched_setscheduler"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS));
        } catch (RuntimeException | LinkageError e) {
            return null; // no Linux, or native access is not allowed
        }
    }
}
