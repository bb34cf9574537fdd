package io.transship.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.checkpoint.Dump;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a pre-copy freezes the container, by the sizes of its rounds in KiB. */
class RoundsAheadTest {

    @ParameterizedTest
    @CsvSource({
        "the first is never the last, 900 800, 2",
        "little is left, 90000 20000 1024, 3",
        "a round leaves as much as it sent, 90000 80000, 2",
        "sizes sink slowly, 90000 70000 55000 43000 34000 27000 21000 16000 12000, 8",
    })
    void roundsEndWhere(String why, String sizes, int rounds) {
        List<String> made = new ArrayList<>();
        String[] words = sizes.split(" ");
        new RoundsAhead(
                        round -> {
                            made.add("write " + round);
                            return dump(Long.parseLong(words[round - 1]) * 1024);
                        },
                        (dump, round) -> made.add("send " + round + " of " + dump.size().bytes()))
                .run();

        assertThat(made).as(why).hasSize(2 * rounds);
        assertThat(made.get(2 * rounds - 1)).startsWith("send " + rounds + " of ");
        assertThat(made.getFirst()).isEqualTo("write 1");
    }

    private static Dump dump(long size) {
        return new Dump(Path.of("round"), List.of(new Dump.DumpFile("pages-1.img", size)));
    }
}
