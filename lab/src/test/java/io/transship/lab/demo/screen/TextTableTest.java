package io.transship.lab.demo.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void columnsAreAlignedAndTheLastOneIsWrapped() {
        TextTable table =
                new TextTable("lrl", "host", "score", "reason")
                        .row("h3", "10.00", "chosen")
                        .row("h10", "5", "less is left on its path than on the one of h3");

        assertThat(table.lines(40))
                .containsExactly(
                        "host  score  reason",
                        "----  -----  ---------------------------",
                        "h3    10.00  chosen",
                        "h10       5  less is left on its path",
                        "             than on the one of h3");
    }

    @Test
    void aWordThatIsTooLongStaysWhole() {
        assertThat(Text.wrap("a " + "b".repeat(30) + " c", 10))
                .containsExactly("a", "b".repeat(30), "c");
    }

    @Test
    void aBarIsFullOnlyAtTheEnd() {
        assertThat(Text.bar(0.999, 10)).isEqualTo("[#########-]");
        assertThat(Text.bar(1.0, 10)).isEqualTo("[##########]");
        assertThat(Text.bar(-3, 10)).isEqualTo("[----------]");
    }
}
