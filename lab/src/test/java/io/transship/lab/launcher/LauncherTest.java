package io.transship.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

    @TempDir Path folder;

    private Script script;

    @BeforeEach
    void copyTheLauncher() {
        script = Script.copyInto(folder);
    }

    @Test
    void withoutAVerbItExplainsItself() {
        Script.Run run = script.run();

        assertThat(run.status()).isZero();
        assertThat(run.output()).contains("./transship demo").contains("./transship test");
    }

    @Test
    void anUnknownTierGetsOneLineAndTwo() {
        Script.Run run = script.run("test", "--tier", "slow");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).isEqualTo("USAGE: --tier takes one of: unit real lab.\n");
    }

    @Test
    void anUnknownOptionOfTestsGetsOneLineAndTwo() {
        Script.Run run = script.run("test", "--fast");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).startsWith("USAGE: test does not know --fast.").hasLineCount(1);
    }

    @Test
    void theLabWithoutRootGetsOneLine() {
        Script.Run run = script.runUnprivileged("demo");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors()).startsWith("NOT_ROOT: ").hasLineCount(1);
    }

    @Test
    void managerAndDaemonKeepTheSecondCompilerThatTlsNeeds() {
        assertThat(script.run("jvm-flags", "daemon").output()).doesNotContain("TieredStopAtLevel");
        assertThat(script.run("jvm-flags", "manager").output()).doesNotContain("TieredStopAtLevel");
        assertThat(script.run("jvm-flags", "cli").output()).contains("TieredStopAtLevel=1");
    }

    @Test
    void takesAJdkThatIsNewEnough() throws IOException {
        Path jdk = jdk("25.0.3");

        assertThat(script.runWith(Map.of("JAVA_HOME", jdk.toString()), "jdk").output())
                .isEqualTo(jdk + "\n");
    }

    @Test
    void passesOverAJdkThatIsTooOld() throws IOException {
        Path jdk = jdk("21.0.9");

        assertThat(script.runWith(Map.of("JAVA_HOME", jdk.toString()), "jdk").output())
                .isNotEqualTo(jdk + "\n");
    }

    @Test
    void passesOverAJdkWhoseSettingsAreElsewhereBecauseTheMachinesOfTheLabWouldNotSeeThem()
            throws IOException {
        Path jdk = jdk("25.0.3");
        Path settings = jdk.resolve("conf/security/java.security");
        Files.move(settings, folder.resolve("java.security"));
        Files.createSymbolicLink(settings, folder.resolve("java.security"));

        assertThat(script.runWith(Map.of("JAVA_HOME", jdk.toString()), "jdk").output())
                .isNotEqualTo(jdk + "\n");
    }

    @Test
    void aJobThatFailsEndsTheOthersAndTheProgramWithItsLine() {
        Script.Run run =
                script.bash(
                        "slow() { echo begun; sleep 600; echo never; };"
                                + "broken() { fail DISK_FULL 'no room.'; };"
                                + "follow 'slow job=slow' 'broken job=broken'; echo never");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors()).endsWith("DISK_FULL: no room.\n");
        assertThat(run.output() + run.errors()).doesNotContain("never");
    }

    @Test
    void jobsSayHowFarTheyAreAndGoOnTogether() {
        Script.Run run =
                script.bash(
                        "one() { echo first; }; two() { echo second; }; follow 'a=one' 'b=two'; echo after");

        assertThat(run.status()).isZero();
        assertThat(run.errors()).contains("a: first").contains("b: second").contains("b: done");
        assertThat(run.output()).isEqualTo("after\n");
    }

    /** Two Mavens at once may not look at the same classes; the lab is at its tests for long. */
    @Test
    void allTiersAreOneBuildAndThenTheLabAndTheStyleBesideTheOthers() {
        Script.Run run =
                script.bash(
                        """
                        source launcher/test.sh
                        said() { printf '%s\n' "$*" >>order; }
                        awaited() { for _ in {1..600}; do grep -q "$1" order && return; sleep 0.1; done; }
                        build_distribution() { said build; }
                        train() { said training; }
                        run_maven() {
                            if [[ $1 == *style* ]]; then printf '%s\n' "${@:4}" >style; return; fi
                            said "$TEST_TIER begins"
                            if [[ $TEST_TIER == lab ]]; then
                                printf '[INFO] Running io.transship.lab.DemoLabTest\n' | "$3" >/dev/null
                                awaited 'real is over'
                            fi
                            said "$TEST_TIER is over"
                        }
                        have_rootfs() { :; }
                        prepare_tier() { :; }
                        export TEST_ONLY= TRANSSHIP_TRAIN=yes
                        run_all
                        cat order style
                        """);

        assertThat(run.status()).as(run.errors()).isZero();
        assertThat(run.output())
                .isEqualTo(
                        """
                        build
                        training
                        lab begins
                        unit begins
                        unit is over
                        real begins
                        real is over
                        lab is over
                        checkstyle:check@style
                        spotless:check@format
                        """);
    }

    private Path jdk(String version) throws IOException {
        Path jdk = folder.resolve("jdk-" + version);
        Files.createDirectories(jdk.resolve("bin"));
        Files.createDirectories(jdk.resolve("conf/security"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.writeString(jdk.resolve("conf/security/java.security"), "");
        Files.writeString(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        assertThat(jdk.resolve("bin/javac").toFile().setExecutable(true)).isTrue();
        return jdk;
    }
}
