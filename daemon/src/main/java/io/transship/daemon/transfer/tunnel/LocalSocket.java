package io.transship.daemon.transfer.tunnel;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** CRIU's socket on this host. One thread reads, one writes; closing ends both. */
public interface LocalSocket extends Closeable {

    /** What CRIU says. */
    InputStream in() throws IOException;

    /** What it is told; nothing is held back. */
    OutputStream out() throws IOException;

    /** It will be told nothing more. */
    void endOutput() throws IOException;

    /** One that came through a port. */
    static LocalSocket of(Socket socket) {
        return new LocalSocket() {
            @Override
            public InputStream in() throws IOException {
                return socket.getInputStream();
            }

            @Override
            public OutputStream out() throws IOException {
                return socket.getOutputStream();
            }

            @Override
            public void endOutput() throws IOException {
                socket.shutdownOutput();
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }
}
