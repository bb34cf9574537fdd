package io.transship.daemon.transfer.tunnel;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongPredicate;

/**
 * A port on loopback through which exactly one connection comes, from a process that we started.
 */
public final class LocalDoor implements AutoCloseable {

    private static final int STRANGERS = 16;

    private final ServerSocket server;

    /** Opens a port that nobody knows yet. */
    public LocalDoor() {
        try {
            server = new ServerSocket(0, STRANGERS, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED,
                    "no port on loopback can be opened: " + e.getMessage() + ".",
                    e);
        }
    }

    /** The port. */
    public int port() {
        return server.getLocalPort();
    }

    /**
     * Waits for the connection; strangers are turned away. The door closes behind it.
     *
     * @param ours whether a process of that id may come in
     */
    public Socket admit(LongPredicate ours, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        try (server) {
            while (true) {
                long leftMs = Math.max(1, (end - System.nanoTime()) / 1_000_000);
                server.setSoTimeout(Math.toIntExact(leftMs));
                Socket socket = server.accept();
                if (SocketOwner.isAmong(socket, ours)) {
                    socket.setTcpNoDelay(true);
                    return socket;
                }
                socket.close();
            }
        } catch (SocketTimeoutException e) {
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "CRIU did not open its page socket within " + deadline + ".",
                    e);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.TRANSFER_FAILED,
                    "CRIU's page socket was not opened: " + e.getMessage() + ".",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException ignored) {
            // Nobody can come in any more either way.
        }
    }
}
