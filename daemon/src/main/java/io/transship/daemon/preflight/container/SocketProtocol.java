package io.transship.daemon.preflight.container;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The kind of a socket that another process holds. The kernel tells it as an extended attribute of
 * the socket's file; no list in /proc has sockets of all kinds. The JDK reads only the attributes
 * of users, so this calls the C library.
 */
final class SocketProtocol {

    private static final String ATTRIBUTE = "system.sockprotoname";
    private static final long LONGEST = 64;
    private static final MethodHandle GETXATTR = getxattr();

    private SocketProtocol() {}

    /** "TCP", "UNIX-STREAM", "AF_VSOCK"; empty if the kernel does not say. */
    static String of(Path descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(LONGEST);
            long length =
                    (long)
                            GETXATTR.invoke(
                                    arena.allocateFrom(descriptor.toString()),
                                    arena.allocateFrom(ATTRIBUTE),
                                    value,
                                    LONGEST);
            if (length <= 0) {
                return "";
            }
            byte[] bytes = value.asSlice(0, length).toArray(JAVA_BYTE);
            return new String(bytes, StandardCharsets.US_ASCII).replace("\0", "");
        } catch (Throwable e) {
            throw new AssertionError("calls of the C library have fixed types", e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle getxattr() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("getxattr"),
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    }
}
