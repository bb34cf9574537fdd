package io.transship.daemon.session.pages.ahead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.Fuzz;
import io.transship.daemon.testing.PageProtocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a page server says, by transcripts. */
class PageAnswersTest {

    private static final int PAGE = 4096;
    private static final int ANSWER = 4 << 16 | 6;

    private final byte[] memory = new byte[3 * PAGE];
    private final byte[] transcript;

    PageAnswersTest() {
        new Random(5).nextBytes(memory);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(PageProtocol.header(ANSWER, 2, 0x5000, 1));
        all.write(memory, 0, 2 * PAGE);
        all.writeBytes(PageProtocol.header(ANSWER, 1, 0x9000, 2));
        all.write(memory, 2 * PAGE, PAGE);
        all.writeBytes(new byte[4]);
        transcript = all.toByteArray();
    }

    /** Remembers what it was told. */
    private static final class Listener implements PageAnswers.Sink {

        private final List<String> heard = new ArrayList<>();
        private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
        private boolean closing;

        @Override
        public void began(PageRange answer) {
            heard.add("began " + answer.pages());
        }

        @Override
        public void page(long image, long address, byte[] content) {
            heard.add("%d:%x".formatted(image, address));
            pages.writeBytes(content);
        }

        @Override
        public void answered(PageRange answer) {
            heard.add("answered " + answer.pages());
        }

        @Override
        public boolean isClosing() {
            return closing;
        }

        @Override
        public void closed(byte[] status) {
            heard.add("closed " + Arrays.toString(status));
        }
    }

    @Test
    void eachPageIsHeardOfOnceHoweverTheBytesCome() throws IOException {
        for (int piece : new int[] {1, 3, 32, 33, PAGE, transcript.length}) {
            Listener listener = new Listener();
            listener.closing = true;
            PageAnswers answers = new PageAnswers(listener);
            for (int at = 0; at < transcript.length; at += piece) {
                answers.passed(transcript, at, Math.min(piece, transcript.length - at));
            }

            assertThat(listener.heard)
                    .containsExactly(
                            "began 2",
                            "1:5000",
                            "1:6000",
                            "answered 2",
                            "began 1",
                            "2:9000",
                            "answered 1",
                            "closed [0, 0, 0, 0]");
            assertThat(listener.pages.toByteArray()).isEqualTo(memory);
        }
    }

    @Test
    void whatNobodyMaySayIsRefused() {
        for (byte[] stranger :
                new byte[][] {
                    new byte[4],
                    PageProtocol.header(7, 1, 0x5000, 1),
                    PageProtocol.header(ANSWER, 0, 0x5000, 1),
                    PageProtocol.header(ANSWER, -1, 0x5000, 1),
                    PageProtocol.header(ANSWER, 1025, 0x5000, 1),
                    PageProtocol.header(ANSWER, 1, 0x5001, 1),
                    PageProtocol.header(ANSWER, 1, -4096, 1),
                    PageProtocol.header(ANSWER, 2, Long.MAX_VALUE - 4095, 1)
                }) {
            assertThatThrownBy(
                            () ->
                                    new PageAnswers(new Listener())
                                            .passed(stranger, 0, stranger.length))
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.PROTOCOL_VIOLATION));
        }
    }

    @Test
    void nothingFollowsTheEnd() {
        Listener listener = new Listener();
        listener.closing = true;
        assertThatThrownBy(() -> new PageAnswers(listener).passed(new byte[5], 0, 5))
                .isInstanceOf(TransshipException.class);
    }

    @Test
    void whateverComesIsUnderstoodOrRefused() throws Exception {
        Fuzz.of("page answers", 1 << 20, transcript, PageProtocol.header(ANSWER, 1, 0x5000, 1))
                .run(
                        40_000,
                        input -> {
                            Listener listener = new Listener();
                            listener.closing = input.length % 2 == 0;
                            new PageAnswers(listener).passed(input, 0, input.length);
                            assertThat(listener.pages.size()).isLessThanOrEqualTo(input.length);
                        });
    }
}
