package io.transship.lab.faults;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The client as a program: {@code FaultClientMain HOST PORT}. It asks the demo's server over one
 * connection that it keeps as long as it can, and over new ones beside it; each line on its
 * standard input is answered by a {@link ClientState}.
 */
public final class FaultClientMain {

    /** The line that wants the checksum of the server's state besides. */
    static final String VERIFY = "verify";

    private static final long CHECKSUM = -1;
    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration PROBE_PACE = Duration.ofMillis(250);
    private static final int CONNECT_MS = 1000;
    private static final int PROBE_MS = 1500;
    private static final int SILENCE_MS = 20_000;

    private final InetSocketAddress server;
    private final Ledger ledger = new Ledger();
    private final AtomicInteger reconnects = new AtomicInteger();

    private FaultClientMain(InetSocketAddress server) {
        this.server = server;
    }

    /** Runs until its standard input ends. */
    public static void main(String[] args) throws IOException {
        FaultClientMain client =
                new FaultClientMain(new InetSocketAddress(args[0], Integer.parseInt(args[1])));
        Thread.ofPlatform().daemon().start(client::keepOneConnection);
        Thread.ofPlatform().daemon().start(client::probe);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = in.readLine()) != null) {
            if (line.equals(VERIFY)) {
                client.ledger.want();
            }
            out.println(client.ledger.state(client.reconnects.get()).json());
        }
    }

    private void keepOneConnection() {
        while (!Thread.interrupted()) {
            try (Connection connection = new Connection(SILENCE_MS)) {
                while (true) {
                    connection.count();
                    LockSupport.parkNanos(PACE.toNanos());
                }
            } catch (IOException e) {
                reconnects.incrementAndGet();
                LockSupport.parkNanos(PROBE_PACE.toNanos());
            }
        }
    }

    private void probe() {
        while (!Thread.interrupted()) {
            try (Connection connection = new Connection(PROBE_MS)) {
                connection.count();
                if (ledger.wantsChecksum()) {
                    Ledger.Sent sent = ledger.send();
                    ledger.checksum(sent, String.format("%016x", connection.ask(CHECKSUM)));
                }
            } catch (IOException expected) {
                // Nobody serves right now, or the answer was lost.
            }
            LockSupport.parkNanos(PROBE_PACE.toNanos());
        }
    }

    private final class Connection implements AutoCloseable {

        private final Socket socket = new Socket();
        private final DataInputStream replies;
        private long sequence;

        Connection(int timeoutMs) throws IOException {
            try {
                socket.setTcpNoDelay(true);
                socket.connect(server, CONNECT_MS);
                socket.setSoTimeout(timeoutMs);
                replies = new DataInputStream(socket.getInputStream());
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        void count() throws IOException {
            Ledger.Sent sent = ledger.send();
            ledger.reply(sent, ask(sequence++));
        }

        long ask(long question) throws IOException {
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(Long.BYTES).putLong(question).array());
            if (replies.readLong() != question) {
                throw new SocketTimeoutException("a reply to another question");
            }
            return replies.readLong();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
