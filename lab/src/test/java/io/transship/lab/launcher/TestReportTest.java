package io.transship.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sum that the test command ends with. */
class TestReportTest {

    private static final String PASSED =
            "<testcase classname=\"io.transship.a.SomeTest\" name=\"works\"/>";
    private static final String FAILED =
            "<testcase classname=\"io.transship.a.SomeTest\" name=\"breaks\">"
                    + "<failure message=\"expected 1\">trace</failure></testcase>";
    private static final String PASSED_AGAIN =
            "<testcase classname=\"io.transship.a.SomeTest\" name=\"staggers\">"
                    + "<flakyFailure message=\"expected 3\"/></testcase>";
    private static final String SKIPPED =
            "<testcase classname=\"io.transship.a.SomeTest\" name=\"waits\">"
                    + "<skipped message=\"no kernel\"/></testcase>";

    @TempDir Path folder;

    private Script script;

    @BeforeEach
    void copyTheLauncher() {
        script = Script.copyInto(folder);
    }

    @Test
    void addsUpTheTiers() throws IOException {
        report("core", "unit", PASSED + PASSED);
        report("lab", "lab", PASSED);

        Script.Run run = script.report("unit", "lab");

        assertThat(run.status()).isZero();
        assertThat(run.lastLine()).isEqualTo("3 passed, 0 failed, 0 skipped");
        assertThat(run.output())
                .contains("unit      2 tests in   1 classes")
                .contains("lab       1 tests");
    }

    @Test
    void aFailureIsNamedAndEndsWithOne() throws IOException {
        report("core", "unit", PASSED + FAILED);

        Script.Run run = script.report("unit");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("FAILED  unit SomeTest.breaks: expected 1");
        assertThat(run.lastLine()).isEqualTo("1 passed, 1 failed, 0 skipped");
    }

    @Test
    void aSkippedTestIsNamedAndCounted() throws IOException {
        report("core", "unit", PASSED + SKIPPED);

        Script.Run run = script.report("unit");

        assertThat(run.output()).contains("SKIPPED unit SomeTest.waits: no kernel");
        assertThat(run.lastLine()).isEqualTo("1 passed, 0 failed, 1 skipped");
    }

    @Test
    void aTestThatNeededASecondRunIsNamed() throws IOException {
        report("core", "lab", PASSED + PASSED_AGAIN);

        Script.Run run = script.report("lab");

        assertThat(run.status()).isZero();
        assertThat(run.output())
                .contains("AGAIN   lab SomeTest.staggers failed once, then passed: expected 3");
        assertThat(run.lastLine()).isEqualTo("2 passed, 0 failed, 0 skipped");
    }

    @Test
    void aTierWithoutATestIsAFailure() throws IOException {
        report("core", "unit", PASSED);

        Script.Run run = script.report("unit", "real");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("NO_TESTS: no test ran in tier real.");
    }

    @Test
    void aTierWithoutATestIsFineWhenOneClassWasAskedFor() throws IOException {
        report("core", "unit", PASSED);

        assertThat(script.report("--only", "unit", "real").status()).isZero();
    }

    private void report(String module, String tier, String cases) throws IOException {
        Path reports = folder.resolve(module).resolve("target/surefire-reports").resolve(tier);
        Files.createDirectories(reports);
        Files.writeString(
                reports.resolve("TEST-io.transship.a.SomeTest.xml"),
                "<testsuite time=\"1.5\">" + cases + "</testsuite>");
    }
}
