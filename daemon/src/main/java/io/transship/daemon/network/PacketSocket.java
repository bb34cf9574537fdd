package io.transship.daemon.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Sends and receives frames of one ethertype on one interface. The JDK has no packet sockets, so
 * this calls the C library. Not thread-safe.
 */
final class PacketSocket implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int LONGEST = 1514;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SOCKET =
            function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND =
            function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle INTERFACE_INDEX =
            function("if_nametoindex", JAVA_INT, ADDRESS);
    private static final MethodHandle SET_OPTION =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SEND =
            function("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECEIVE =
            function("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private final String networkInterface;
    private final int socket;

    private PacketSocket(String networkInterface, int socket) {
        this.networkInterface = networkInterface;
        this.socket = socket;
    }

    /** Opens one; ENGINE_FAILED if there is no such interface or root is missing. */
    static PacketSocket open(String networkInterface, short etherType) {
        try (Arena arena = Arena.ofConfined()) {
            int index = (int) INTERFACE_INDEX.invoke(arena.allocateFrom(networkInterface));
            int socket = (int) SOCKET.invoke(AF_PACKET, SOCK_RAW_CLOEXEC, swapped(etherType));
            if (index == 0 || socket < 0) {
                throw failed(networkInterface);
            }
            PacketSocket opened = new PacketSocket(networkInterface, socket);
            byte[] address = linkAddress(index, etherType);
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, address);
            if ((int) BIND.invoke(socket, bytes, address.length) != 0) {
                opened.close();
                throw failed(networkInterface);
            }
            return opened;
        } catch (TransshipException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("calls of the C library have fixed types", e);
        }
    }

    /** Sends a frame as it is. */
    void send(byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, frame);
            if ((long) SEND.invoke(socket, bytes, (long) frame.length, 0) != frame.length) {
                throw failed(networkInterface);
            }
        } catch (TransshipException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("calls of the C library have fixed types", e);
        }
    }

    /** The next frame; empty if none came within that time. */
    byte[] receive(Duration patience) {
        try (Arena arena = Arena.ofConfined()) {
            // struct timeval; zero would be for ever.
            long micros = Math.max(1, patience.toNanos() / 1000);
            MemorySegment time = arena.allocate(JAVA_LONG, 2);
            time.setAtIndex(JAVA_LONG, 0, micros / 1_000_000);
            time.setAtIndex(JAVA_LONG, 1, micros % 1_000_000);
            int _ = (int) SET_OPTION.invoke(socket, SOL_SOCKET, SO_RCVTIMEO, time, 16);
            MemorySegment frame = arena.allocate(LONGEST);
            long length = (long) RECEIVE.invoke(socket, frame, (long) LONGEST, 0);
            return length <= 0 ? new byte[0] : frame.asSlice(0, length).toArray(JAVA_BYTE);
        } catch (Throwable e) {
            throw new AssertionError("calls of the C library have fixed types", e);
        }
    }

    /**
     * struct sockaddr_ll: family, protocol, interface, three unused fields, address length,
     * address.
     */
    private static byte[] linkAddress(int index, short etherType) {
        return ByteBuffer.allocate(20)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_PACKET)
                .putShort((short) swapped(etherType))
                .putInt(index)
                .putInt(0)
                .array();
    }

    private static int swapped(short value) {
        return Short.toUnsignedInt(Short.reverseBytes(value));
    }

    private static TransshipException failed(String networkInterface) {
        return new TransshipException(
                FailureCode.ENGINE_FAILED,
                "no frame could be sent on " + networkInterface,
                "Check that the interface exists and that the daemon runs as root.",
                null);
    }

    @Override
    public void close() {
        try {
            int _ = (int) CLOSE.invoke(socket);
        } catch (Throwable e) {
            throw new AssertionError("calls of the C library have fixed types", e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(
            String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters));
    }
}
