package io.transship.daemon.transfer.socket;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A socket that TLS lies on: TLS reads and writes record by record, 16 KiB, and the header of each
 * by itself; this makes a few large calls of the kernel of them. What is written goes at once, but
 * for what goes by way of {@link #gathered}. Thread-safe as a socket is.
 */
public final class BulkSocket extends Socket {

    /** Fits into a core's own cache together with what it is copied to. */
    private static final int READ = 64 << 10;

    private static final int WRITE = 128 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable InputStream in;
    private @Nullable Gathering out;

    @Override
    public InputStream getInputStream() throws IOException {
        lock.lock();
        try {
            InputStream made = in;
            if (made == null) {
                made = new BufferedInputStream(super.getInputStream(), READ);
                in = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return gathering();
    }

    private Gathering gathering() throws IOException {
        lock.lock();
        try {
            Gathering made = out;
            if (made == null) {
                made = new Gathering(super.getOutputStream());
                out = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A stream whose writes go to {@code records}, which writes here, a few records in one call;
     * all of them have gone when a write returns. One thread's.
     */
    public OutputStream gathered(OutputStream records) throws IOException {
        return new Gathered(gathering(), records);
    }

    private static final class Gathered extends OutputStream {

        private final Gathering gathering;
        private final OutputStream records;

        Gathered(Gathering gathering, OutputStream records) {
            this.gathering = gathering;
            this.records = records;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            gathering.begin();
            try {
                records.write(bytes, offset, length);
            } finally {
                gathering.end();
            }
        }

        @Override
        public void close() throws IOException {
            records.close();
        }
    }

    /** Knows by itself when to flush: whoever writes records flushes after each. */
    private static final class Gathering extends OutputStream {

        private final OutputStream to;
        private final ReentrantLock lock = new ReentrantLock();
        private byte[] bytes = new byte[0];
        private int count;
        private boolean gathers;

        Gathering(OutputStream to) {
            this.to = to;
        }

        void begin() {
            lock.lock();
            try {
                gathers = true;
                if (bytes.length == 0) {
                    bytes = new byte[WRITE];
                }
            } finally {
                lock.unlock();
            }
        }

        void end() throws IOException {
            lock.lock();
            try {
                gathers = false;
                drain();
            } finally {
                lock.unlock();
            }
        }

        private void drain() throws IOException {
            int length = count;
            count = 0;
            if (length > 0) {
                to.write(bytes, 0, length);
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            lock.lock();
            try {
                if (!gathers) {
                    to.write(from, offset, length);
                    return;
                }
                if (length > bytes.length - count) {
                    drain();
                }
                if (length > bytes.length) {
                    to.write(from, offset, length);
                } else {
                    System.arraycopy(from, offset, bytes, count, length);
                    count += length;
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }
}
