package io.transship.lab.bench.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MigrateCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--memory=lots",
                "--link=fast",
                "--mode=teleport",
                "--engine=lxc",
                "--runs=0"
            })
    void whatMakesNoSenseIsRefusedBeforeALabComesUp(String word) {
        StringWriter errors = new StringWriter();
        CommandLine line = new CommandLine(new MigrateCommand());
        line.setErr(new PrintWriter(errors))
                .setExecutionExceptionHandler(
                        (e, command, words) -> {
                            command.getErr().print(e.getMessage());
                            return 2;
                        });
        assertThat(line.execute(word)).isEqualTo(2);
        assertThat(errors.toString()).isNotBlank();
    }
}
