package io.transship.daemon.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.harness.Network;
import io.transship.daemon.harness.Shell;
import io.transship.daemon.testing.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The checks on real hosts and containers. */
@Tag("real")
class LiveChecksTest {

    private static final String SPEC =
            "{\"name\":\"%s\",\"image\":\"counter\",\"ip\":\"10.0.0.100\",\"prefixLength\":24,"
                    + "\"mac\":\"02:00:0a:00:00:64\",\"memory\":0}";

    private static Network network;
    private static Path tls;

    @BeforeAll
    static void start() throws IOException {
        network = new Network("docker");
        tls = network.exchange().resolve("tls");
        new Certificates(tls, "Test authority").files("h2");
    }

    @AfterAll
    static void end() throws IOException {
        if (network != null) {
            network.close();
        }
    }

    private static List<String> look(Shell host, String what) {
        return List.of(host.must("check " + tls + " " + what).split("[|]", -1));
    }

    private static List<String> container(String name) {
        return look(network.h2(), "container " + name + " " + needs(name));
    }

    private static Path needs(String name) {
        return network.exchange().resolve("needs-" + name);
    }

    /** A managed container that runs such a program. */
    private static void perl(String name, String program) throws IOException {
        Path file = network.exchange().resolve(name + ".pl");
        Files.writeString(file, program + " while (1) { sleep 100 }");
        network.h2().must("perl " + name + " " + file);
    }

    /** A container that only looks like a managed one, with options that those don't have. */
    private static void likeManaged(String name, String options, String program)
            throws IOException {
        Path file = network.exchange().resolve(name + ".pl");
        Files.writeString(file, program + " while (1) { sleep 100 }");
        network.h2()
                .must(
                        ("exec docker run -d --name %s --network none"
                                        + " --label io.transship.managed=true"
                                        + " --label io.transship.spec=%s"
                                        + " -v %s:/p.pl:ro %s counter /usr/bin/perl /p.pl")
                                .formatted(name, SPEC.formatted(name), file, options));
    }

    private static void remove(String name) {
        network.h2().must("remove " + name);
    }

    @Test
    void thisHostIsFit() {
        assertThat(look(network.h2(), "host"))
                .anyMatch(line -> line.startsWith("ok CRIU: 4."))
                .anyMatch(line -> line.startsWith("ok OCI runtime: transship"))
                .anyMatch(line -> line.startsWith("warn certificate: CERTIFICATE_EXPIRED"))
                .noneMatch(line -> line.startsWith("FAIL"));
    }

    @Test
    void anOrdinaryContainerMayGoAndItsTargetIsFit() throws IOException {
        perl("fine", "socket(S, 17, 3, 0x300) or die; pipe(R, W); socket(U, 1, 1, 0) or die;");
        try {
            assertThat(container("fine"))
                    .contains("ok processes: 1 in the container")
                    .noneMatch(line -> line.startsWith("FAIL"));
            assertThat(look(network.h3(), "target " + needs("fine")))
                    .contains(
                            "ok name: 'fine' is free",
                            "ok address 10.0.0.100: only the container answers",
                            "ok image: counter is here")
                    .noneMatch(line -> line.startsWith("FAIL"));
        } finally {
            remove("fine");
        }
    }

    @Test
    void theTargetSeesWhoeverElseHasTheAddress() throws IOException {
        perl("asked", "");
        network.h2().must("exec ip address add 10.0.0.100/32 dev br0");
        try {
            assertThat(container("asked")).noneMatch(line -> line.startsWith("FAIL"));
            assertThat(look(network.h3(), "target " + needs("asked")))
                    .anyMatch(line -> line.startsWith("FAIL address 10.0.0.100: ADDRESS_CONFLICT"));
        } finally {
            network.h2().must("exec ip address delete 10.0.0.100/32 dev br0");
            remove("asked");
        }
    }

    @Test
    void aTerminalOfTheEngineIsNotCarried() throws IOException {
        likeManaged("tty", "-t", "");
        try {
            assertThat(container("tty"))
                    .contains(
                            "FAIL terminals: NOT_DUMPABLE the engine gave the container a terminal.");
        } finally {
            remove("tty");
        }
    }

    @Test
    void socketsThatCriuDoesNotKnowAreNamed() throws IOException {
        perl("mptcp", "socket(S, 2, 1, 262) or die;");
        try {
            assertThat(container("mptcp"))
                    .anyMatch(
                            line ->
                                    line.matches(
                                            "FAIL sockets: NOT_DUMPABLE process \\d+ \\(perl\\)"
                                                    + " holds descriptor 3, a socket of kind MPTCP."));
        } finally {
            remove("mptcp");
        }
    }

    @Test
    void aConnectionToASocketOfTheHostIsNamed() throws IOException {
        likeManaged(
                "outside",
                "-v /run/docker.sock:/d.sock",
                "socket(S, 1, 1, 0) or die; connect(S, pack('Sa*', 1, '/d.sock')) or die;");
        try {
            assertThat(container("outside"))
                    .anyMatch(
                            line ->
                                    line.startsWith("FAIL sockets: NOT_DUMPABLE")
                                            && line.endsWith(
                                                    "connected to /var/run/docker.sock outside."));
        } finally {
            remove("outside");
        }
    }

    @Test
    void aLargeDeletedFileIsNamed() throws IOException {
        perl(
                "ghost",
                "open(F, '>', '/big') or die; print F 'x' x 3000000; F->flush; unlink '/big';");
        try {
            assertThat(container("ghost"))
                    .anyMatch(line -> line.contains("the deleted file /big of 3002368 bytes"));
        } finally {
            remove("ghost");
        }
    }
}
