package io.transship.daemon.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.transship.daemon.harness.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine does with containers, images and layers of one machine. */
abstract class RuntimeContract extends EngineMachines {

    private String before;

    @BeforeEach
    void remember() {
        before = belongings();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        for (Shell machine : new Shell[] {h2, h3}) {
            machine.must("remove c2");
            machine.must("remove c3");
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(belongings()).isEqualTo(before));
    }

    @Test
    void containersAreListedAsTheyAreUntilTheyAreRemoved() {
        h2.must("create c3");
        h2.must("create c2");
        assertThat(h2.must("list")).isEqualTo("c2=false,c3=false");
        h2.must("start c3");
        h2.must("start c3");
        assertThat(h2.must("list")).isEqualTo("c2=false,c3=true");
        h2.must("remove c3");
        h2.must("remove c3");
        assertThat(h2.must("list")).isEqualTo("c2=false");
        assertThat(h2.ask("start c3")).startsWith("CONTAINER_UNKNOWN");
    }

    @Test
    void aNameThatIsTakenIsAConflictAndChangesNothing() {
        h2.must("create c2");
        h2.must("start c2");
        assertThat(h2.ask("create c2")).startsWith("CONTAINER_CONFLICT");
        assertThat(h2.must("list")).isEqualTo("c2=true");
        h2.must("exec ip netns exec ts-c2 ip address show dev eth0");
    }

    /** Engines take a name for the beginning of an id, if no container has it. */
    @Test
    void aNameWithWhichAnIdBeginsIsFree() {
        String beginning = h2.must("create c2").substring(0, 5);
        assertThat(h2.ask("start " + beginning)).startsWith("CONTAINER_UNKNOWN");
        h2.must("remove " + beginning);
        assertThat(h2.must("list")).isEqualTo("c2=false");
        h2.must("create " + beginning);
        h2.must("start " + beginning);
        assertThat(h2.must("list").split(","))
                .containsExactlyInAnyOrder("c2=false", beginning + "=true");
        h2.must("remove " + beginning);
        assertThat(h2.must("list")).isEqualTo("c2=false");
    }

    /** Otherwise it would go on answering for its address, which the next container may get. */
    @Test
    void ofAContainerThatWasRemovedPastUsNoNetworkStays() {
        h2.must("create c2");
        h2.must("create c3");
        h2.must("start c2");
        h2.must("start c3");
        h2.must("cli rm --force c2");
        h2.must("strays");
        assertThat(h2.must("exec ip -o link")).doesNotContain("vc-c2").contains("vc-c3");
        assertThat(h2.must("exec ip netns list")).doesNotContain("ts-c2").contains("ts-c3");
    }

    @Test
    void aContainerThatSomebodyElseMadeIsNotOurs() {
        h2.must("cli create --name somebodys --network none counter /usr/bin/perl -v");
        assertThat(h2.must("list")).isEmpty();
        assertThat(h2.ask("start somebodys")).startsWith("CONTAINER_UNKNOWN");
        h2.must("cli rm somebodys");
    }

    /**
     * CRIU has the kernel walk it while nobody serves; what is derived from its size is as ever.
     */
    @Test
    void aContainersTableOfConnectionsIsItsOwnAndSmall() {
        assumeThat(Path.of("/proc/sys/net/ipv4/tcp_child_ehash_entries")).exists();
        h2.must("exec ip netns add somebodys");
        h2.must("create c2");
        assertThat(setting("somebodys", "tcp_ehash_entries")).contains("-");
        assertThat(setting("ts-c2", "tcp_ehash_entries")).contains("8192").doesNotContain("-");
        for (String limit : List.of("tcp_max_tw_buckets", "tcp_max_syn_backlog")) {
            assertThat(setting("ts-c2", limit)).isEqualTo(setting("somebodys", limit));
        }
        h2.must("remove c2");
        h2.must("exec ip netns delete somebodys");
    }

    private String setting(String namespace, String name) {
        return h2.must(
                "exec ip netns exec %s cat /proc/sys/net/ipv4/%s".formatted(namespace, name));
    }

    @Test
    void everyOptionIsInForceInside() {
        h2.must("create-rich c2");
        h2.must("start c2");
        assertThat(inside("cat${IFS}/proc/1/environ")).contains("PURPOSE=test");
        assertThat(inside("cat${IFS}/proc/sys/kernel/hostname")).isEqualTo("box");
        assertThat(inside("pwd")).isEqualTo("/usr/bin");
        assertThat(inside("id${IFS}-G")).contains("44", "7");
        assertThat(inside("ulimit${IFS}-n")).isEqualTo("64");
        assertThat(inside("stat${IFS}-fc${IFS}%b*%S${IFS}/dev/shm")).isEqualTo("2048*4096");
        assertThat(inside("stat${IFS}-fc${IFS}%b*%S${IFS}/tmp")).isEqualTo("1024*4096");
        assertThat(inside("echo${IFS}x>/var/lib/data/x;cat${IFS}/var/lib/data/x")).isEqualTo("x");
        assertThat(h2.must("cli exec c2 /bin/sh -c echo>/web/x||echo${IFS}no")).contains("no");
        assertThat(inside("cat${IFS}/proc/1/status")).contains("CapPrm:\t" + capabilities());
        assertThat(h2.must("cli inspect -f {{.HostConfig.PidsLimit}} c2")).isEqualTo("0 77|");
        h2.must("remove c2");
        h2.must("cli volume rm data");
    }

    /** The engine's usual ones with NET_ADMIN, without MKNOD. */
    abstract String capabilities();

    @Test
    void anImageThatIsNotWhatWasSaidIsRefused() throws IOException {
        String id = "sha256:" + "0123456789abcdef".repeat(4);
        assertThat(h3.ask("load " + id + " other " + network.exchange() + "/image"))
                .startsWith("IMAGE_UNAVAILABLE");
        Files.writeString(network.exchange().resolve("garbage"), "no image");
        assertThat(h3.ask("load " + id + " other " + network.exchange() + "/garbage"))
                .containsPattern("^(IMAGE_UNAVAILABLE|ENGINE_FAILED)");
    }

    @Test
    void onlyTheLayersOfAnImageThatTheTargetLacksTravel() {
        h2.must("create c2");
        h2.must("start c2");
        h2.must("cli exec c2 /usr/bin/perl -e open(F,'>/big');print{F}'y'x2000000");
        h2.must("cli commit c2 two");
        String id = h2.must("image two");
        String file = network.exchange() + "/two";
        long whole = Long.parseLong(h2.must("export " + id + " " + file));
        String present = h3.must("shared " + h2.must("layers " + id));
        assertThat(present).isEqualTo("1");
        long thin = Long.parseLong(h2.must("export-thin " + id + " " + present + " " + file));
        assertThat(thin).isBetween(2_000_000L, whole / 2);
        h3.must("load " + id + " two " + file);
        assertThat(h3.must("image two")).isEqualTo(id);
        // All of its layers are there, and as large as they were.
        assertThat(h3.must("export " + id + " " + file)).isEqualTo("" + whole);
        h3.must("cli rmi two");
        h2.must("remove c2");
        h2.must("cli rmi two");
    }

    @Test
    void aLayerArrivesWithWhiteoutsLinksAndExtendedAttributes() {
        h2.must("create c2");
        h2.must("start c2");
        inside("rm${IFS}/usr/bin/id");
        h2.must("cli exec c2 /usr/bin/perl -e link('/counter.log','/hard')||die");
        h2.must("cli exec c2 /usr/bin/perl -e symlink('/x','/soft')||die");
        h2.must("exec setcap cap_net_bind_service+ep " + root(h2) + "/usr/bin/perl");
        h3.must("create c2");
        h2.must("write-layer c2 " + network.exchange() + "/layer");
        h3.must("replace-layer c2 " + network.exchange() + "/layer");
        h3.must("start c2");
        assertThat(h3.must("cli exec c2 /bin/ls -l /")).contains("soft -> /x", "hard");
        assertThat(h3.must("cli exec c2 /bin/ls /usr/bin")).contains("|ls|").doesNotContain("|id|");
        assertThat(h3.must("exec stat -c %h " + root(h3) + "/hard")).isEqualTo("0 2|");
        assertThat(h3.must("exec getcap " + root(h3) + "/usr/bin/perl"))
                .contains("cap_net_bind_service=ep");
    }

    private static String root(Shell machine) {
        String pid = machine.must("cli inspect -f {{.State.Pid}} c2");
        return "/proc/" + pid.replaceFirst("^0 ", "").replace("|", "") + "/root";
    }

    /** What a shell in c2 on h2 says to the words. */
    private String inside(String words) {
        return h2.must("cli exec c2 /bin/sh -c " + words)
                .replaceFirst("^0 ?", "")
                .replace("|", "")
                .strip();
    }
}
