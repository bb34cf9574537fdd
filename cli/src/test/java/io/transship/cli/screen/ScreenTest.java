package io.transship.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

class ScreenTest {

    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text, true);
    private final JsonMapper json = new JsonMapper();

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        new Table("A", "LONG").row("wide", "x").row("y", "").print(out, "nothing");

        assertThat(text.toString().lines()).containsExactly("A     LONG", "wide  x", "y");
    }

    @Test
    void aTableWithoutRowsSaysSo() {
        new Table("A").print(out, "nothing");

        assertThat(text.toString().lines()).containsExactly("nothing");
    }

    @Test
    void onANarrowTerminalTheWidestCellsHaveSeveralLines() {
        Table table = new Table("HOST", "WHY").row("h2", "has less left than h3 on its whole path");

        table.print(out, "nothing", 25);
        table.print(out, "nothing", 3);

        assertThat(text.toString().lines())
                .startsWith(
                        "HOST  WHY",
                        "h2    has less left than",
                        "      h3 on its whole",
                        "      path",
                        "HOST  WHY",
                        "h2    has less");
    }

    @Test
    void aWordThatIsLongerThanItsColumnIsCut() {
        new Table("ID").row("d1795298401000-3").print(out, "nothing", 12);

        assertThat(text.toString().lines()).containsExactly("ID", "d17952984010", "00-3");
    }

    @Test
    void timesOfTodayHaveNoDate() {
        Instant now = Instant.now();

        assertThat(Words.when(json.valueToTree(now.toString()))).matches("..:..:..");
        assertThat(Words.when(json.readTree("\"2017-09-25T15:41:47Z\"")))
                .matches("2017-09-2[456] ..:..");
        assertThat(Words.when(MissingNode.getInstance())).isEqualTo("-");
    }

    @Test
    void valuesHaveTheirUnits() {
        assertThat(Words.millis(json.readTree("2.34"))).isEqualTo("2.3 ms");
        assertThat(Words.millis(json.readTree("334.5"))).isEqualTo("335 ms");
        assertThat(Words.millis(json.readTree("8123"))).isEqualTo("8.12 s");
        assertThat(Words.bytes(json.readTree("1048576"))).isEqualTo("1.0 MiB");
        assertThat(Words.rate(json.readTree("10000000"))).isEqualTo("10.00 Mbit/s");
        assertThat(Words.list(json.readTree("[\"a\",\"b\"]"))).isEqualTo("a, b");
        assertThat(Words.millis(MissingNode.getInstance())).isEqualTo("-");
        assertThat(Words.time(MissingNode.getInstance())).isEqualTo("-");
    }

    @Test
    void switchesAreCalledByTheirNames() {
        SwitchNames names =
                new SwitchNames(
                        json.readTree(
                                "{\"switches\":[{\"datapath\":\"00:01\",\"name\":\"s1\"},"
                                        + "{\"datapath\":\"00:02\"}]}"));

        assertThat(names.in("from 00:01/1 to 00:02/2")).isEqualTo("from s1/1 to 00:02/2");
    }

    @Test
    void aTerminalIsNotObeyed() {
        assertThat(Words.text(json.readTree("\"a\\u001b[2Jb\""))).isEqualTo("a[2Jb");
    }

    @Test
    void progressIsALineForEachStepOrOneThatChanges() {
        ProgressLine plain = new ProgressLine(out, false);
        plain.show("preparing", "", 0, 0);
        plain.show("transferring", "1 of 2", 1, 2);
        plain.show("transferring", "2 of 2", 2, 2);
        plain.end();
        assertThat(text.toString().lines()).containsExactly("preparing", "transferring");

        ProgressLine live = new ProgressLine(out, true);
        live.show("transferring", "1 of 2", 1, 2);
        assertThat(text.toString())
                .contains("\r[###############...............] transferring  1 of 2");
    }
}
