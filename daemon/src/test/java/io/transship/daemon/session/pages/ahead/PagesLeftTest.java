package io.transship.daemon.session.pages.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which pages nobody has asked for yet. */
class PagesLeftTest {

    private final PagesLeft left = new PagesLeft();

    @BeforeEach
    void know() {
        left.know(List.of(range(1, 100, 40), range(1, 140, 8), range(1, 900, 3), range(2, 50, 2)));
    }

    @Test
    void oneAnswerIsAboutOneRangeOnly() {
        assertThat(left.next(1, at(136), 16)).contains(range(1, 136, 4));
        assertThat(left.together(range(1, 136, 16))).hasValue(4);
        assertThat(left.together(range(1, 100, 16))).hasValue(16);
    }

    @Test
    void whatWasAskedForIsLeftOut() {
        left.mark(range(1, 104, 4));

        assertThat(left.next(1, at(100), 16)).contains(range(1, 100, 4));
        assertThat(left.next(1, at(104), 16)).contains(range(1, 108, 16));
        assertThat(left.together(range(1, 102, 8))).hasValue(2);
        assertThat(left.together(range(1, 105, 8))).as("its first is asked for again").hasValue(1);
        assertThat(left.together(range(1, 107, 8))).as("and what follows").hasValue(8);
    }

    @Test
    void theNextRangeComesBehindOneThatIsOver() {
        left.mark(range(1, 90, 52));

        assertThat(left.next(1, at(100), 16)).contains(range(1, 142, 6));
        assertThat(left.next(1, at(200), 16)).contains(range(1, 900, 3));
        assertThat(left.together(range(1, 120, 4))).as("not known any more").isEmpty();
    }

    @Test
    void theNextProcessComesBehindTheLastRangeOfOne() {
        left.mark(range(1, 900, 3));

        assertThat(left.next(1, at(148), 16)).contains(range(2, 50, 2));
        left.mark(range(2, 50, 2));
        assertThat(left.next(1, at(148), 16)).as("it has what is below").isEmpty();
        assertThat(left.next(3, at(0), 16)).contains(range(1, 100, 16));
    }

    @Test
    void whatNobodyLeftOutIsUnknown() {
        left.mark(range(7, 1, 5));
        left.mark(range(1, 148, 700));

        assertThat(left.together(range(1, 99, 4))).isEqualTo(OptionalLong.empty());
        assertThat(left.together(range(7, 1, 4))).isEmpty();
        long last = 0x7fff_ffff_ffff_e000L;
        assertThat(left.together(new PageRange(1, last, 1))).isEmpty();
        assertThat(left.next(1, last, 16)).contains(range(2, 50, 2));
    }

    private static PageRange range(long image, long page, long pages) {
        return new PageRange(image, at(page), pages);
    }

    private static long at(long page) {
        return page * PageRange.PAGE;
    }
}
