package io.transship.daemon.transfer.tunnel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Tells a peer that is only slow from one that can't be reached: a kernel that lives answers a
 * connection attempt at once, whatever keeps its programs busy.
 */
@FunctionalInterface
interface PeerProbe {

    /** Whether anything at the address answers in time. */
    boolean answers(InetSocketAddress address, Duration timeout);

    /** By TCP; a refused connection is an answer. */
    static boolean byTcp(InetSocketAddress address, Duration timeout) {
        try (Socket socket = new Socket()) {
            socket.connect(address, Math.toIntExact(timeout.toMillis()));
            return true;
        } catch (ConnectException e) {
            return String.valueOf(e.getMessage()).contains("refused");
        } catch (IOException e) {
            return false;
        }
    }
}
