package io.transship.daemon.transfer.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.Fuzz;
import io.transship.daemon.transfer.digest.Checksum;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What CRIU says to its page server, by transcripts. */
class PageStreamsTest {

    private static final int PAGE = 4096;
    private static final int OPEN = 4;
    private static final int ADD = 6;
    private static final int ADD_PRESENT = 4 << 16 | ADD;
    private static final int CLOSE = 0x1023;

    private final byte[] memory = new byte[3 * PAGE];
    private final byte[] transcript;

    PageStreamsTest() {
        new Random(5).nextBytes(memory);
        // Two images whose pages come in turns, and a range that has no pages of its own.
        transcript =
                joined(
                        header(OPEN, 0, 1),
                        header(ADD_PRESENT, 1, 1),
                        Arrays.copyOfRange(memory, 0, PAGE),
                        header(ADD_PRESENT, 1, 2),
                        Arrays.copyOfRange(memory, PAGE, 2 * PAGE),
                        header(ADD, 9, 1),
                        header(ADD_PRESENT, 1, 1),
                        Arrays.copyOfRange(memory, 2 * PAGE, 3 * PAGE),
                        header(CLOSE, 0, 0));
    }

    @Test
    void eachImageHasItsPagesHoweverTheBytesCome() {
        for (int piece : new int[] {1, 31, 32, 33, PAGE, transcript.length}) {
            PageStreams streams = new PageStreams();
            for (int at = 0; at < transcript.length; at += piece) {
                assertThat(streams.isComplete()).as("at %d", at).isFalse();
                byte[] part =
                        Arrays.copyOfRange(transcript, at, Math.min(at + piece, transcript.length));
                streams.passed(part, part.length);
            }

            assertThat(streams.isComplete()).isTrue();
            assertThat(streams.stream()).isEqualTo(sum(transcript));
            assertThat(streams.images())
                    .containsExactly(
                            sum(
                                    joined(
                                            Arrays.copyOfRange(memory, 0, PAGE),
                                            Arrays.copyOfRange(memory, 2 * PAGE, 3 * PAGE))),
                            sum(Arrays.copyOfRange(memory, PAGE, 2 * PAGE)));
        }
    }

    @Test
    void aStreamThatEndsAnywhereBeforeItsCloseIsNotComplete() {
        for (int cut = 0; cut < transcript.length; cut += 7) {
            PageStreams streams = new PageStreams();
            streams.passed(transcript, cut);

            assertThat(streams.isComplete()).as("after %d bytes", cut).isFalse();
        }
    }

    @Test
    void aFlippedBitInAPageIsAnotherSum() {
        byte[] damaged = transcript.clone();
        damaged[64 + 100] ^= 1;
        PageStreams streams = new PageStreams();
        streams.passed(damaged, damaged.length);

        assertThat(streams.stream()).isNotEqualTo(sum(transcript));
        assertThat(streams.images().getFirst().size()).isEqualTo(2 * PAGE);
        assertThat(streams.images().getFirst()).isNotEqualTo(sum(memory));
    }

    @Test
    void whatThisReleaseDoesNotKnowIsRefused() {
        for (byte[] stranger :
                new byte[][] {
                    header(0, 0, 1),
                    header(8, 0, 1),
                    header(0x1025, 0, 1),
                    header(ADD_PRESENT, 0, 1),
                    header(ADD_PRESENT, -1, 1),
                    header(ADD_PRESENT, Long.MAX_VALUE, 1)
                }) {
            assertViolation(stranger);
        }
    }

    @Test
    void nothingFollowsTheClose() {
        assertViolation(joined(transcript, header(OPEN, 0, 1)));
    }

    @Test
    void whateverComesIsUnderstoodOrRefused() throws Exception {
        Fuzz.of("page stream", 64 << 10, transcript, header(OPEN, 0, 1))
                .run(
                        40_000,
                        input -> {
                            PageStreams streams = new PageStreams();
                            streams.passed(input, input.length);
                            long pages = 0;
                            for (Checksum each : streams.images()) {
                                pages += each.size();
                            }
                            assertThat(pages).isLessThanOrEqualTo(input.length);
                            assertThat(streams.stream().size()).isEqualTo(input.length);
                        });
    }

    private static void assertViolation(byte[] bytes) {
        PageStreams streams = new PageStreams();
        assertThatThrownBy(() -> streams.passed(bytes, bytes.length))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.PROTOCOL_VIOLATION));
    }

    private static byte[] header(int command, long pages, long image) {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.nativeOrder())
                .putInt(command)
                .putInt(0)
                .putLong(pages)
                .putLong(0x1000)
                .putLong(image)
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteBuffer all = ByteBuffer.allocate(length);
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static Checksum sum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return new Checksum(bytes.length, (int) crc.getValue());
    }
}
