package io.transship.daemon.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The sockets of CRIU as far as the tests need them: its page stream for a page server, and how it
 * asks for pages; of one process, whose memory begins at {@link #FIRST}.
 */
public final class PageProtocol {

    private static final int PAGE = 4096;
    private static final int HEADER = 32;
    private static final int OPEN = 4;
    private static final int ADD_PRESENT = 4 << 16 | 6;
    private static final int GET = 7;
    private static final int CLOSE = 0x1023;
    private static final int CHUNK = 16 * PAGE;
    private static final long IMAGE = 1;

    /** Where the memory begins. */
    private static final long FIRST = 0x10000;

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private PageProtocol() {}

    /** A header of CRIU's stream. */
    public static byte[] header(int command, long pages) {
        return header(command, pages, 0x1000, 1 << 8 | 1);
    }

    /** A header of CRIU's page protocol, whatever it is about. */
    public static byte[] header(int command, long pages, long address, long image) {
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.nativeOrder())
                .putInt(command)
                .putInt(0)
                .putLong(pages)
                .putLong(address)
                .putLong(image)
                .array();
    }

    /** CRIU's list of the pages of a process, of which none are in the dump. */
    static byte[] pagemap(int bytes) {
        byte[] head = {8, 1};
        ByteBuffer list = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(0x54564319).putInt(0x56084025).putInt(head.length).put(head);
        ByteBuffer entry = ByteBuffer.allocate(32);
        varint(entry.put((byte) 8), FIRST);
        varint(entry.put((byte) 0x20), 2);
        varint(entry.put((byte) 0x28), (bytes + PAGE - 1) / PAGE);
        list.putInt(entry.position()).put(entry.array(), 0, entry.position());
        return Arrays.copyOf(list.array(), list.position());
    }

    private static void varint(ByteBuffer to, long value) {
        long left = value;
        for (; left > 0x7f; left >>>= 7) {
            to.put((byte) (left & 0x7f | 0x80));
        }
        to.put((byte) left);
    }

    /** The stream of one image, from its opening to its end. */
    static void send(Path daemon, byte[] memory) throws IOException {
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(daemon))) {
            OutputStream out = Channels.newOutputStream(socket);
            InputStream in = Channels.newInputStream(socket);
            out.write(header(OPEN, 0));
            require(in.read() == 0);
            int pages = (memory.length + PAGE - 1) / PAGE;
            out.write(header(ADD_PRESENT, pages));
            out.write(Arrays.copyOf(memory, pages * PAGE));
            out.write(header(CLOSE, 0));
            require(in.readNBytes(Integer.BYTES).length == Integer.BYTES);
        }
    }

    /** A page server: returns what one image holds. */
    static byte[] receive(int port) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] pages = {};
            while (true) {
                ByteBuffer header =
                        ByteBuffer.wrap(in.readNBytes(HEADER)).order(ByteOrder.nativeOrder());
                switch (header.getInt(0)) {
                    case OPEN -> socket.getOutputStream().write(0);
                    case ADD_PRESENT -> {
                        pages = new byte[(int) header.getLong(8) * PAGE];
                        in.readFully(pages);
                    }
                    default -> {
                        socket.getOutputStream().write(new byte[Integer.BYTES]);
                        require(in.read() < 0);
                        return pages;
                    }
                }
            }
        }
    }

    /** Serves memory in chunks to the daemon, until that says that it has all. */
    static void serve(Path daemon, byte[] memory, Runnable beforeEach) throws IOException {
        SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(daemon));
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (socket) {
                                serve(socket, memory, beforeEach);
                            } catch (IOException | RuntimeException e) {
                                // The client is gone, or the test says that this end fails.
                            }
                        });
    }

    private static void serve(SocketChannel socket, byte[] memory, Runnable beforeEach)
            throws IOException {
        DataInputStream in = new DataInputStream(Channels.newInputStream(socket));
        OutputStream out = Channels.newOutputStream(socket);
        for (ByteBuffer asked = ask(in); asked.getInt(0) == GET; asked = ask(in)) {
            beforeEach.run();
            int at = (int) (asked.getLong(16) - FIRST);
            require(asked.getLong(24) == IMAGE && at >= 0 && at < memory.length);
            int left = (memory.length - at + PAGE - 1) / PAGE;
            int pages = (int) Math.min(asked.getLong(8), left);
            out.write(header(ADD_PRESENT, pages, FIRST + at, IMAGE));
            out.write(Arrays.copyOfRange(memory, at, at + pages * PAGE));
        }
        out.write(new byte[Integer.BYTES]);
        require(in.read() < 0);
    }

    private static ByteBuffer ask(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER];
        in.readFully(header);
        return ByteBuffer.wrap(header).order(ByteOrder.nativeOrder());
    }

    /** Nothing is asked before that. */
    static void awaitWord(Socket socket) throws IOException {
        require("go\n".equals(new String(socket.getInputStream().readNBytes(3), US_ASCII)));
    }

    /** Asks for memory chunk by chunk, or what is left of one, then says that it has all. */
    static byte[] fetch(Socket socket, int size) throws IOException {
        OutputStream out = socket.getOutputStream();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] memory = new byte[(size + PAGE - 1) / PAGE * PAGE];
        for (int at = 0; at < memory.length; ) {
            int asked = Math.min(CHUNK, memory.length - at) / PAGE;
            out.write(header(GET, asked, FIRST + at, IMAGE));
            ByteBuffer answer = ask(in);
            long pages = answer.getLong(8);
            require(answer.getInt(0) == ADD_PRESENT && answer.getLong(16) == FIRST + at);
            require(pages > 0 && pages <= asked && answer.getLong(24) == IMAGE);
            in.readFully(memory, at, (int) pages * PAGE);
            at += (int) pages * PAGE;
        }
        out.write(header(CLOSE, 0));
        require(in.readNBytes(Integer.BYTES).length == Integer.BYTES);
        return Arrays.copyOf(memory, size);
    }

    private static void require(boolean right) throws IOException {
        if (!right) {
            throw new IOException("the other end ended too early");
        }
    }
}
