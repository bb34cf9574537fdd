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
import java.util.Arrays;

/**
 * Sends a gratuitous ARP request (RFC 5227, "ARP Announcement") for a container out of the host's
 * bridge. The JDK has no packet sockets, so this calls the C library.
 */
final class GratuitousArp {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final short ETHERTYPE_ARP = 0x0806;
    private static final int LINK_ADDRESS_SIZE = 20;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SOCKET =
            function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle INTERFACE_INDEX =
            function("if_nametoindex", JAVA_INT, ADDRESS);
    private static final MethodHandle SEND_TO =
            function(
                    "sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);

    private GratuitousArp() {}

    /** Sends one; IPv6 addresses need none of it and are passed over. */
    static void send(String networkInterface, ContainerAddress address) {
        if (address.ip().bytes().length != 4) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            int index = (int) INTERFACE_INDEX.invoke(arena.allocateFrom(networkInterface));
            int socket = (int) SOCKET.invoke(AF_PACKET, SOCK_RAW_CLOEXEC, 0);
            if (index == 0 || socket < 0) {
                throw failed(networkInterface, address);
            }
            byte[] frame = frame(address);
            long sent = sendTo(arena, socket, frame, linkAddress(index));
            int _ = (int) CLOSE.invoke(socket);
            if (sent != frame.length) {
                throw failed(networkInterface, address);
            }
        } catch (TransshipException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("calls of the C library have fixed types", e);
        }
    }

    private static long sendTo(Arena arena, int socket, byte[] frame, byte[] to) throws Throwable {
        MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, frame);
        MemorySegment address = arena.allocateFrom(JAVA_BYTE, to);
        return (long) SEND_TO.invoke(socket, bytes, (long) frame.length, 0, address, to.length);
    }

    /** An ARP request by the container for its own address, to everybody. */
    static byte[] frame(ContainerAddress address) {
        byte[] broadcast = new byte[6];
        Arrays.fill(broadcast, (byte) 0xff);
        return ByteBuffer.allocate(42)
                .put(broadcast)
                .put(address.mac().bytes())
                .putShort(ETHERTYPE_ARP)
                .putShort((short) 1) // Ethernet
                .putShort((short) 0x0800) // IPv4
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1) // request
                .put(address.mac().bytes())
                .put(address.ip().bytes())
                .put(new byte[6])
                .put(address.ip().bytes())
                .array();
    }

    /**
     * struct sockaddr_ll: family, protocol, interface, three unused fields, address length,
     * address.
     */
    private static byte[] linkAddress(int index) {
        return ByteBuffer.allocate(LINK_ADDRESS_SIZE)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_PACKET)
                .putShort(Short.reverseBytes(ETHERTYPE_ARP))
                .putInt(index)
                .putInt(0)
                .array();
    }

    private static TransshipException failed(String networkInterface, ContainerAddress address) {
        return new TransshipException(
                FailureCode.ENGINE_FAILED,
                "no gratuitous ARP for " + address.ip() + " could be sent on " + networkInterface,
                "Check that the interface exists and that the daemon runs as root.",
                null);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(
            String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters));
    }
}
