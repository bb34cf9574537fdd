package io.transship.daemon.session.pages.ahead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.Fuzz;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** CRIU's lists of pages, by the bytes of a real one: a small server in Perl, dumped by 4.2.1. */
class PagemapImageTest {

    private static final String HEAD = "1943565425400856" + "02000000" + "0801";

    /** Address 564c510d5000, no old number, flags: present, 1 page. */
    private static final String PRESENT = "0e000000" + "0880a0b588c5c915100020042801";

    /** Address 564c773dd000, no old number, flags: lazy, 103 pages. */
    private static final String LAZY = "0e000000" + "0880a0f7b9c7c915100020022867";

    private static final String BOTH = "0e000000" + "0880a0f7b9c7c915100020062867";
    private static final byte[] IMAGE = bytes(HEAD + PRESENT + LAZY + BOTH);

    @Test
    void whatTheDumpsFilesLackIsFoundAndNothingElse() {
        assertThat(PagemapImage.leftOut(7, IMAGE))
                .containsExactly(new PageRange(7, 0x564c773dd000L, 103));
    }

    @Test
    void anOldReleaseCountsInAnotherField() {
        assertThat(PagemapImage.leftOut(1, bytes(HEAD + "07000000" + "0880201005" + "2002")))
                .containsExactly(new PageRange(1, 0x1000, 5));
    }

    @Test
    void whatIsNoListIsRefused() {
        for (String broken :
                new String[] {
                    "",
                    "19435654",
                    "1943565425400857" + "02000000" + "0801",
                    "1943565425400856",
                    HEAD + "0d0000",
                    HEAD + "ffffffff",
                    HEAD + "0d000000" + "0880a0",
                    HEAD + "02000000" + "0880",
                    HEAD + "04000000" + "0a020101",
                    HEAD + "07000000" + "0881201005" + "2002",
                    HEAD + "07000000" + "0880201000" + "2002",
                    HEAD + "0e000000" + "0880201005" + "210200000000000000",
                    HEAD + "0a000000" + "0880201005" + "2502000000",
                    HEAD + "0b000000" + "08ffffffffffffffffffff",
                    HEAD + "0d000000" + "088020" + "28ffffffffffffff7f" + "20" + "02"
                }) {
            assertThatThrownBy(() -> PagemapImage.leftOut(1, bytes(broken)))
                    .as(broken)
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.PROTOCOL_VIOLATION));
        }
    }

    @Test
    void whateverComesIsUnderstoodOrRefused() throws Exception {
        Fuzz.of("pagemap", 1 << 20, IMAGE, bytes(HEAD + LAZY.repeat(40)))
                .run(
                        40_000,
                        input -> {
                            for (PageRange range : PagemapImage.leftOut(1, input)) {
                                assertThat(range.pages()).isPositive();
                                assertThat(range.address() % PageRange.PAGE).isZero();
                                assertThat(range.address() + range.pages() * PageRange.PAGE)
                                        .isGreaterThan(range.address());
                            }
                        });
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
