package io.transship.daemon.session.pages.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pages are sent before anybody asks. */
class HotPagesTest {

    private static final PageRange HEAP = new PageRange(1, 0x10000, 103);
    private static final PageRange STATE = new PageRange(1, 0x7000_0000, 65_536);
    private static final PageRange STACK = new PageRange(1, 0x7fff_0000, 5);

    @TempDir private Path dump;

    @Test
    void smallRangesComeWholeAndTheSmallestFirstThenTheEdgesOfLargeOnes() {
        assertThat(HotPages.choose(List.of(HEAP, STATE, STACK), Map.of(), 512))
                .containsExactly(
                        STACK,
                        HEAP,
                        new PageRange(1, 0x7000_0000, 16),
                        new PageRange(1, 0x7000_0000 + (65_536L - 16) * 4096, 16));
    }

    @Test
    void whereCriuHasCutAMappingThereIsNoEdge() {
        PageRange first = new PageRange(1, 0x7000_0000, 1024);
        PageRange second = new PageRange(1, first.end(), 1024);
        PageRange crumb = new PageRange(1, second.end(), 3);
        PageRange otherProcess = new PageRange(2, crumb.end(), 1024);

        assertThat(HotPages.choose(List.of(first, second, crumb, otherProcess), Map.of(), 512))
                .containsExactly(
                        crumb, first.first(16), otherProcess.first(16), otherProcess.last(16));
    }

    @Test
    void whereThreadsPointComesFirstAndOnce() {
        long heap = HEAP.address();
        long within = STATE.address() + 4096L * 40_000;
        long last = HEAP.end() - 4096;
        Map<Long, NavigableSet<Long>> pointers =
                Map.of(
                        1L,
                        new TreeSet<>(List.of(heap, last, within, 0x5000L)),
                        2L,
                        new TreeSet<>(List.of(heap + 4096)));

        List<PageRange> chosen = HotPages.choose(List.of(HEAP, STATE, STACK), pointers, 512);

        assertThat(chosen.subList(0, 3))
                .containsExactlyInAnyOrder(
                        HEAP.first(1), HEAP.last(1), new PageRange(1, within, 1));
        assertThat(chosen.subList(3, chosen.size()))
                .containsExactly(
                        STACK,
                        new PageRange(1, heap + 4096, HEAP.pages() - 2),
                        STATE.first(16),
                        STATE.last(16));
    }

    @Test
    void theBoundHoldsWhateverThereIs() {
        assertThat(HotPages.choose(List.of(HEAP, STATE, STACK), Map.of(), 100))
                .containsExactly(STACK, new PageRange(1, 0x10000, 95));
        assertThat(HotPages.choose(List.of(HEAP), Map.of(), 0)).isEmpty();

        List<PageRange> crumbs = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            crumbs.add(new PageRange(i, 0x10000L * i, 1));
        }
        assertThat(HotPages.choose(crumbs, Map.of(), 4000)).hasSize(512);
    }

    @Test
    void aSlowLinkGetsWhatItCarriesDuringARestore() {
        assertThat(HotPages.most(0)).isEqualTo(512);
        assertThat(HotPages.most(9_000_000_000L)).isEqualTo(512);
        assertThat(HotPages.most(90_000_000)).isEqualTo(164);
        assertThat(HotPages.most(1000)).isZero();
    }

    @Test
    void thePageServerIsAskedAsCriuAsksIt() throws IOException {
        Files.write(
                dump.resolve("pagemap-3.img"),
                HexFormat.of()
                        .parseHex(
                                "1943565425400856020000000801"
                                        + "0e0000000880a0f7b9c7c915100020022867"));
        Files.write(dump.resolve("pagemap-shmem-4.img"), new byte[] {1});
        ByteArrayOutputStream criu = new ByteArrayOutputStream();
        HotPages.ask(dump, criu, 0);

        assertThat(HexFormat.of().formatHex(criu.toByteArray()))
                .isEqualTo(
                        "0700000000000000"
                                + "6700000000000000"
                                + "00d03d774c560000"
                                + "0300000000000000");
    }

    @Test
    void aListThatIsNotUnderstoodOnlyMeansThatNothingIsSentAhead() throws IOException {
        Files.write(dump.resolve("pagemap-3.img"), new byte[] {1, 2, 3});
        ByteArrayOutputStream criu = new ByteArrayOutputStream();
        HotPages.ask(dump, criu, 0);

        assertThat(criu.size()).isZero();
    }
}
