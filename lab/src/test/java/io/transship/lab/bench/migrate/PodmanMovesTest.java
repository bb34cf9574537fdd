package io.transship.lab.bench.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * A lab whose machines have Podman: the bench fails if a reply, the connection or state is lost.
 */
@Tag("lab")
class PodmanMovesTest {

    @Test
    void aPodmanContainerMovesToAndFroInEachModeWithItsConnectionAlive() {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new MigrateCommand());
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));

        int code =
                line.execute(
                        "--engine=podman",
                        "--memory=4MiB",
                        "--mode=copy,page-server,post-copy",
                        "--warm-up=1",
                        "--runs=1");

        assertThat(code).describedAs(out.toString()).isZero();
        for (String mode : List.of("copy", "page-server", "post-copy")) {
            assertThat(out.toString()).containsPattern("podman +" + mode + " [^\\n]*all, intact");
        }
    }
}
