package io.transship.daemon.transfer.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.Fuzz;
import io.transship.daemon.transfer.tunnel.TunnelFrames.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A tunnel's frames by their bytes, whole, damaged and cut. */
class TunnelFramesTest {

    private static final byte[] TEXT = "123456789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theBytesAreThoseOfTheProtocol() throws IOException {
        assertThat(HexFormat.of().formatHex(frame(Type.DATA, TEXT)))
                .matches("00" + "00000009" + "[0-9a-f]{8}" + "313233343536373839");
        assertThat(frame(Type.END, new byte[0])).hasSize(9).startsWith(1, 0, 0, 0, 0);
        assertThat(frame(Type.PING, new byte[0])).hasSize(9).startsWith(2, 0, 0, 0, 0);
    }

    @Test
    void theLargestFrameIsReadAsItWasWritten() throws IOException {
        byte[] most = new byte[TunnelFrames.MAX_BYTES];
        Arrays.fill(most, (byte) 7);
        TunnelFrames.Reader reader = reader(frame(Type.DATA, most));

        assertThat(reader.read()).isEqualTo(Type.DATA);
        assertThat(Arrays.copyOf(reader.bytes(), reader.length())).isEqualTo(most);
        assertThatThrownBy(reader::read).isInstanceOf(EOFException.class);
    }

    @Test
    void packedBytesAreReadAsWhatTheyWere() throws IOException {
        byte[] plain = new byte[70_000];
        Arrays.fill(plain, (byte) 7);
        TunnelFrames.Reader reader =
                reader(join(packed(plain.length, plain), frame(Type.DATA, TEXT)));

        assertThat(reader.read()).isEqualTo(Type.PACKED);
        assertThat(Arrays.copyOf(reader.bytes(), reader.length())).isEqualTo(plain);
        assertThat(reader.read()).isEqualTo(Type.DATA);
        assertThat(Arrays.copyOf(reader.bytes(), reader.length())).isEqualTo(TEXT);
    }

    @Test
    void packedBytesThatAreNotWhatTheyClaimAreRefused() throws IOException {
        byte[] plain = new byte[5000];
        for (int claimed : new int[] {-1, 0, 1, 4999, 5001, TunnelFrames.MAX_BYTES + 1}) {
            assertThatThrownBy(reader(packed(claimed, plain))::read)
                    .as("%d bytes", claimed)
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.PROTOCOL_VIOLATION));
        }
        for (byte[] payload : new byte[][] {{}, {0, 0, 1}, {0, 0, 0, 9}, {0, 0, 0, 9, 1, 2}}) {
            assertThatThrownBy(reader(frame(Type.PACKED, payload))::read)
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.PROTOCOL_VIOLATION));
        }
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        for (Type type : Type.values()) {
            byte[] frame = frame(type, type == Type.DATA ? TEXT : new byte[0]);
            for (int bit = 0; bit < frame.length * 8; bit++) {
                byte[] damaged = frame.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);

                assertThatThrownBy(reader(damaged)::read)
                        .as("%s with bit %d flipped", type, bit)
                        .isInstanceOfAny(TransshipException.class, EOFException.class);
            }
        }
    }

    @Test
    void aFrameThatEndsInItsMiddleIsNotRead() throws IOException {
        byte[] frame = frame(Type.DATA, TEXT);
        for (int cut = 0; cut < frame.length; cut++) {
            assertThatThrownBy(reader(Arrays.copyOf(frame, cut))::read)
                    .as("cut after %d bytes", cut)
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void moreThanAFrameMayCarryIsRefusedBeforeItIsRead() {
        for (int length : new int[] {TunnelFrames.MAX_BYTES + 1, Integer.MAX_VALUE, -1}) {
            byte[] header = ByteBuffer.allocate(9).put((byte) 0).putInt(length).array();

            assertThatThrownBy(reader(header)::read)
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.PROTOCOL_VIOLATION));
        }
    }

    @Test
    void whateverComesIsReadWithinTheLimit() throws Exception {
        ByteArrayOutputStream session = new ByteArrayOutputStream();
        session.write(frame(Type.PING, new byte[0]));
        session.write(frame(Type.DATA, new byte[5000]));
        session.write(packed(3000, new byte[3000]));
        session.write(frame(Type.END, new byte[0]));
        Fuzz.of(
                        "tunnel",
                        3 * TunnelFrames.MAX_BYTES,
                        frame(Type.DATA, TEXT),
                        packed(TEXT.length, TEXT),
                        session.toByteArray())
                .run(
                        20_000,
                        input -> {
                            TunnelFrames.Reader reader = reader(input);
                            int frames = 0;
                            while (9 * frames <= input.length) {
                                var _ = reader.read();
                                assertThat(reader.length()).isBetween(0, TunnelFrames.MAX_BYTES);
                                frames++;
                            }
                            throw new AssertionError("more was read than came");
                        });
    }

    private static byte[] frame(Type type, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TunnelFrames.Writer(out).write(type, bytes, bytes.length);
        return out.toByteArray();
    }

    private static byte[] packed(int claimed, byte[] plain) throws IOException {
        byte[] claim = ByteBuffer.allocate(4).putInt(claimed).array();
        return frame(Type.PACKED, join(claim, Zstd.compress(plain)));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static TunnelFrames.Reader reader(byte[] bytes) {
        return new TunnelFrames.Reader(new ByteArrayInputStream(bytes));
    }
}
