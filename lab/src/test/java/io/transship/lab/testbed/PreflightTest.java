package io.transship.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PreflightTest {

    @Test
    void whoIsNotRootIsToldSo() {
        assertFails(() -> Preflight.root(1000), FailureCode.NOT_ROOT, "needs root. Run it as root");
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            int port = other.getLocalPort();

            assertFails(
                    () -> Preflight.port("127.0.0.1", port),
                    FailureCode.PORT_IN_USE,
                    "port " + port + " of 127.0.0.1 is taken");
        }
    }

    @Test
    void aFullDiskIsNamed() {
        assertFails(
                () -> Preflight.disk(Path.of("/var/lib/nothing/there"), Long.MAX_VALUE),
                FailureCode.DISK_FULL,
                "/var/lib/nothing/there has ");
    }

    @Test
    void aMissingProgramIsNamed() {
        assertFails(
                () -> Preflight.programs(List.of("/bin/sh", "/usr/bin/no-such-program")),
                FailureCode.MACHINE_INCOMPLETE,
                "lacks /usr/bin/no-such-program.");
    }

    @Test
    void theMissingKernelFeatureIsNamed() {
        String said =
                "Warn  (criu/kerndat.c:1290): something minor\n"
                        + "Error (criu/cr-check.c:745): Kernel doesn't support PTRACE_O_SUSPEND_SECCOMP\n"
                        + "Looks good but some kernel features are missing\n";

        assertThat(Preflight.reason(said))
                .contains("PTRACE_O_SUSPEND_SECCOMP")
                .doesNotContain("something minor");
    }

    private static void assertFails(ThrowingCallable check, FailureCode code, String part) {
        assertThatThrownBy(check)
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.line()).contains(part).doesNotContain("\n");
                        });
    }
}
