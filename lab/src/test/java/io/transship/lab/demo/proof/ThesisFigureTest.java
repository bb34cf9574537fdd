package io.transship.lab.demo.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Thesis, tables 7.1, 7.2 and 7.4. */
class ThesisFigureTest {

    @Test
    void theFiguresAreThoseOfMininet() {
        assertThat(ThesisFigure.of(1, "bandwidth"))
                .isEqualTo(new ThesisFigure("7.1", 9.1, 0.15, 10));
        assertThat(ThesisFigure.of(1, "shortest-path").meanSeconds()).isEqualTo(40.1);
        assertThat(ThesisFigure.of(2, "random").meanSeconds()).isEqualTo(26.15);
        assertThat(ThesisFigure.of(3, "shortest-path").forPeople()).isEqualTo("17.10 ± 0.16 s");
    }

    @Test
    void thereIsNoneForAnythingElse() {
        assertThatThrownBy(() -> ThesisFigure.of(4, "bandwidth"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
