package io.transship.daemon.transfer.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes arrive as they were written, however they gather. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BulkSocketTest {

    private static final int RECORD = 16_406;

    private final BulkSocket near = new BulkSocket();
    private BulkServerSocket server;
    private BulkSocket far;

    @BeforeEach
    void connect() throws IOException {
        server = new BulkServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        near.connect(server.getLocalSocketAddress(), 10_000);
        far = server.accept();
        far.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        server.close();
    }

    @Test
    void whatIsWrittenRecordByRecordArrivesWhole() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        CompletableFuture<byte[]> arrived =
                CompletableFuture.supplyAsync(() -> read(content.length));
        OutputStream out = near.gathered(new Records(near.getOutputStream()));
        for (int at = 0; at < content.length; at += 300_000) {
            out.write(content, at, 300_000);
        }

        assertThat(Arrays.equals(arrived.get(), content)).isTrue();
    }

    @Test
    void nothingStaysBehindWhenAWriteReturns() throws Exception {
        OutputStream out = near.gathered(new Records(near.getOutputStream()));
        for (byte value = 0; value < 10; value++) {
            out.write(value);
            assertThat(read(1)).as("the far end has it").containsExactly(value);
        }
    }

    @Test
    void othersWritesGoAtOnce() throws Exception {
        near.getOutputStream().write(new byte[] {1, 2});

        assertThat(read(2)).containsExactly(1, 2);
    }

    @Test
    void aWriteThatCanNotGoFails() throws Exception {
        OutputStream out = near.gathered(new Records(near.getOutputStream()));
        near.close();

        assertThatThrownBy(() -> out.write(new byte[1_000_000]))
                .isInstanceOf(SocketException.class);
    }

    private byte[] read(int length) {
        try {
            return far.getInputStream().readNBytes(length);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Writes as TLS does: record by record, a flush after each. */
    private static final class Records extends OutputStream {

        private final OutputStream to;

        Records(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = 0; at < length; at += RECORD) {
                to.write(bytes, offset + at, Math.min(RECORD, length - at));
                to.flush();
            }
        }
    }
}
