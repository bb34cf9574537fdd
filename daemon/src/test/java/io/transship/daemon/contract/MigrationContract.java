package io.transship.daemon.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.daemon.harness.Shell;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every engine does with a container that moves between two machines while a client counts
 * with it. A port of the switch that forwards nothing stands for the hold.
 */
abstract class MigrationContract extends EngineMachines {

    /** Prints path, flags, kind and options of each; a shell's line takes no blanks. */
    private static final String MEMORY_MOUNTS =
            "open(F,'/proc/self/mountinfo');"
                    + "for(<F>){@f=split;print\"$f[4];$f[5];$f[-3];$f[-1]|\"if($f[3]eq'/'&&/tmpfs/)}";

    /** Prints path, mode, owner and number of each. */
    private static final String DEVICES =
            "for(</dev/*>,</dev/shm/*>){print\"$_;@{[(lstat)[2,4,5,6]]}|\"}";

    private int moves;

    private String before;

    @BeforeEach
    void runTheContainer() {
        before = belongings();
        h2.must("run c1 1000000 always");
        assertThat(network.client().ask("connect 10.0.0.100")).endsWith("ok");
        assertConnectionLives();
    }

    @AfterEach
    void removeTheContainer() {
        network.client().ask("close");
        release();
        h2.ask("abort m" + moves + " c1");
        h3.ask("abort m" + moves + " c1");
        h2.must("remove c1");
        h3.must("remove c1");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(belongings()).isEqualTo(before));
    }

    @Test
    void aConnectionAndItsCounterSurviveTheMoveThereAndBackHeldOrUnplugged() {
        move(h2, h3);
        assertServesOnly(h3, h2);
        move(h3, h2);
        assertServesOnly(h2, h3);
        moveUnplugged(h2, h3);
        assertServesOnly(h3, h2);
        moveUnplugged(h3, h2);
        assertServesOnly(h2, h3);
    }

    /** No switch holds: the copy's port alone keeps it apart until the copy is adopted. */
    private void moveUnplugged(Shell from, Shell to) {
        String migration = prepare(from, to);
        from.must("freeze " + migration + " c1");
        from.must("dump " + migration + " c1 " + dump(migration));
        to.must("restore-apart " + migration + " c1 " + dump(migration) + " PT30S");
        assertThat(to.must("exec ip -o link show dev vc-c1")).doesNotContain("master");
        to.must("plug " + migration + " c1");
        assertThat(to.must("exec ip -o link show dev vc-c1")).contains("master br0");
        to.must("plug " + migration + " c1");
        to.must("commit " + migration + " c1");
        from.must("finish " + migration + " c1");
    }

    @Test
    void theSwitchesLearnTheContainersPlaceWithoutItsDoing() {
        network.client().ask("close");
        assertThat(network.client().ask("where 02:00:0a:00:00:64")).isEqualTo("to-h2");
        String migration = prepare(h2, h3);
        carry(migration, h2, h3);
        release();
        // Stopped, so that whatever is heard of the address comes from the host.
        h3.must("cli pause c1");
        h3.must("commit " + migration + " c1");
        assertThat(network.client().ask("where 02:00:0a:00:00:64")).isEqualTo("to-h3");
        h3.must("cli unpause c1");
        h2.must("finish " + migration + " c1");
    }

    @Test
    void aNewDaemonRemovesNetworksOfContainersThatAreGoneAndNoOthers() {
        h2.must("exec ip netns add ts-gone");
        h2.must("exec ip netns add somebodys");
        h2.must("open");
        assertThat(h2.must("belongings")).contains("somebodys", "ts-c1").doesNotContain("ts-gone");
        h2.must("exec ip netns delete somebodys");
        assertServesOnly(h2, h3);
    }

    @Test
    void theRestartPolicyIsOffDuringTheMoveAndSetWhereItEnds() {
        String migration = prepare(h2, h3);
        assertThat(restartPolicy(h2)).isEqualTo("no");
        carry(migration, h2, h3);
        commit(migration, h2, h3);
        assertThat(restartPolicy(h3)).isEqualTo("always");
    }

    @Test
    void aMovedContainerIsOneThatDockerCanStopAndStart() {
        move(h2, h3);
        assertThat(h3.must("cli exec c1 /usr/bin/perl -e print+42")).isEqualTo("0 42");
        network.client().ask("close");
        h3.must("cli restart -t 0 c1");
        assertThat(network.client().ask("connect 10.0.0.100")).endsWith("ok");
        assertConnectionLives();
    }

    @Test
    void theWritableLayerMovesWithWhatIsWrittenWhileTheTargetWaits() {
        h2.must("cli exec c1 /bin/sh -c echo>/early;rm${IFS}/counter.pl");
        String migration = prepare(h2, h3);
        String fingerprint = h2.must("fingerprint c1");
        assertThat(h2.must("fingerprint c1")).isEqualTo(fingerprint);
        h2.must("cli exec c1 /bin/sh -c echo>/late");
        assertThat(h2.must("fingerprint c1")).isNotEqualTo(fingerprint);
        freezeAndDump(migration, h2);
        carryLayer(h2, h3);
        h3.must("restore " + migration + " c1 " + dump(migration) + " PT30S");
        commit(migration, h2, h3);
        String files = h3.must("cli exec c1 /bin/sh -c cd${IFS}/;echo${IFS}*");
        assertThat(files).contains("early", "late", "counter.log").doesNotContain("counter.pl");
        assertServesOnly(h3, h2);
    }

    @Test
    void smallMemoryFileSystemsAreTheSameAfterTheMoveThereAndBack() {
        h2.must("cli exec c1 /bin/sh -c echo>/dev/mine;echo>/dev/shm/mine");
        Set<String> mounts = inside(h2, MEMORY_MOUNTS);
        Set<String> devices = inside(h2, DEVICES);
        assertThat(mounts).anyMatch(each -> each.startsWith("/dev;"));
        assertThat(devices).anyMatch(each -> each.startsWith("/dev/null;"));

        move(h2, h3);
        assertThat(inside(h3, MEMORY_MOUNTS)).isEqualTo(mounts);
        assertThat(inside(h3, DEVICES)).isEqualTo(devices);

        move(h3, h2);
        assertThat(inside(h2, MEMORY_MOUNTS)).isEqualTo(mounts);
        assertThat(inside(h2, DEVICES)).isEqualTo(devices);
        assertServesOnly(h2, h3);
    }

    @Test
    void whatIsMadeInSmallMemoryFileSystemsWhileTheTargetWaitsMovesToo() {
        String migration = prepare(h2, h3);
        h2.must("cli exec c1 /bin/sh -c echo>/dev/late;echo>/dev/shm/late");
        carry(migration, h2, h3);
        commit(migration, h2, h3);
        assertThat(inside(h3, DEVICES))
                .anyMatch(each -> each.startsWith("/dev/late;"))
                .anyMatch(each -> each.startsWith("/dev/shm/late;"))
                .anyMatch(each -> each.startsWith("/dev/null;"));
        assertServesOnly(h3, h2);
    }

    private static Set<String> inside(Shell machine, String program) {
        String answer = machine.must("cli exec c1 /usr/bin/perl -e " + program);
        return Set.of(answer.substring(answer.indexOf(' ') + 1).split("\\|"));
    }

    @Test
    void aTruncatedImageIsAnErrorWithinTheDeadlineAndTheSourceServesAgain() {
        String migration = prepare(h2, h3);
        freezeAndDump(migration, h2);
        h2.must("exec truncate -s 5000 " + dump(migration) + "/pages-1.img");
        String answer = h3.ask("restore " + migration + " c1 " + dump(migration) + " PT3S");
        assertThat(answer).containsPattern("^(RESTORE_FAILED|DEADLINE_EXCEEDED): .*restore.log");
        rollBack(migration);
        assertServesOnly(h2, h3);
        move(h2, h3);
        assertServesOnly(h3, h2);
    }

    @Test
    void aFailedDumpLeavesTheContainerGoingOn() {
        String migration = prepare(h2, h3);
        h2.must(
                "exec mount -o remount,size=64k /run/transship/migrations/"
                        + migration
                        + "/images");
        hold();
        h2.must("freeze " + migration + " c1");
        assertThat(h2.ask("dump " + migration + " c1 " + dump(migration)))
                .startsWith("CHECKPOINT_FAILED")
                .contains(reasonOfAFullDisk());
        rollBack(migration);
        assertServesOnly(h2, h3);
    }

    @Test
    void aPortThatADaemonClosedBeforeItDiedIsOpenedOnTheWayBack() {
        String migration = prepare(h2, h3);
        hold();
        h2.must("freeze " + migration + " c1");
        h2.must("exec bridge link set dev vc-c1 state 0");
        rollBack(migration);
        assertServesOnly(h2, h3);
    }

    @Test
    void whatItPrintsAfterTheMoveIsInTheEnginesLog() {
        move(h2, h3);
        h3.must("cli exec c1 /bin/sh -c echo${IFS}moved>/proc/1/fd/1");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> h3.must("cli logs c1").contains("moved"));
        assertServesOnly(h3, h2);
    }

    @Test
    void aRestoreThatWaitsForADaemonThatIsGoneEndsWithTheNextOne() {
        String migration = prepare(h2, h3);
        assertThat(h3.must("list")).isEqualTo("c1=false");
        h3.must("open");
        assertThat(h3.must("list")).isEqualTo("c1=false");
        assertThat(h3.ask("restore " + migration + " c1 " + network.exchange() + " PT3S"))
                .startsWith("RESTORE_FAILED");
        rollBack(migration);
        assertServesOnly(h2, h3);
    }

    @Test
    void anAbortBeforeTheFreezeLeavesNothingAtTheTarget() {
        String migration = prepare(h2, h3);
        assertThat(h3.must("abort " + migration + " c1")).isEqualTo("false");
        assertThat(h3.must("abort " + migration + " c1")).isEqualTo("false");
        h2.must("resume " + migration + " c1");
        h2.must("resume " + migration + " c1");
        assertThat(restartPolicy(h2)).isEqualTo("always");
        assertServesOnly(h2, h3);
    }

    @Test
    void ofAContainerThatSomebodyRemovesWhileItMovesNothingIsLeft() {
        String migration = prepare(h2, h3);
        network.client().ask("close");
        h2.must("cli rm -f c1");
        assertThat(h3.must("abort " + migration + " c1")).isEqualTo("false");
        h2.must("resume " + migration + " c1");
        h2.must("resume " + migration + " c1");
        assertThat(h2.must("state c1")).isEqualTo("absent");
        assertThat(h3.must("state c1")).isEqualTo("absent");
    }

    @Test
    void callsThatAreRepeatedChangeNothing() {
        String migration = prepare(h2, h3);
        h3.must("arm " + migration + " c1");
        freezeAndDump(migration, h2);
        h2.must("freeze " + migration + " c1");
        h2.must("dump " + migration + " c1 " + dump(migration));
        h3.must("restore " + migration + " c1 " + dump(migration) + " PT30S");
        h3.must("restore " + migration + " c1 " + dump(migration) + " PT30S");
        commit(migration, h2, h3);
        h3.must("commit " + migration + " c1");
        assertThat(h3.must("abort " + migration + " c1")).isEqualTo("true");
        h2.must("finish " + migration + " c1");
        assertServesOnly(h3, h2);
    }

    @Test
    void aLateFinishDoesNotTouchAContainerThatCameBack() {
        String migration = move(h2, h3);
        move(h3, h2);
        h2.must("finish " + migration + " c1");
        assertServesOnly(h2, h3);
    }

    @Test
    void aCopyIsNeverMadeWhereTheNameIsTaken() {
        String[] handover = h2.must("prepare m-taken c1").split(" ", -1);
        assertThat(h2.ask("accept m-taken c1 " + handover[0] + " " + handover[1]))
                .startsWith("CONTAINER_CONFLICT");
        assertThat(h2.must("abort m-taken c1")).isEqualTo("false");
        h2.must("resume m-taken c1");
        assertServesOnly(h2, h3);
    }

    /** What tells why a dump failed that had no room. */
    String reasonOfAFullDisk() {
        return "dump.log";
    }

    private String move(Shell from, Shell to) {
        String migration = prepare(from, to);
        carry(migration, from, to);
        commit(migration, from, to);
        return migration;
    }

    String prepare(Shell from, Shell to) {
        String migration = "m" + ++moves;
        String[] handover = from.must("prepare " + migration + " c1").split(" ", -1);
        to.must("accept " + migration + " c1 " + handover[0] + " " + handover[1]);
        carryLayer(from, to);
        to.must("arm " + migration + " c1");
        return migration;
    }

    private void carryLayer(Shell from, Shell to) {
        from.must("write-layer c1 " + network.exchange() + "/layer");
        to.must("replace-layer c1 " + network.exchange() + "/layer");
    }

    private void carry(String migration, Shell from, Shell to) {
        freezeAndDump(migration, from);
        to.must("restore " + migration + " c1 " + dump(migration) + " PT30S");
    }

    void restoreAndCommit(String migration, Shell from, Shell to) {
        to.must("restore " + migration + " c1 " + dump(migration) + " PT30S");
        commit(migration, from, to);
    }

    void freezeAndDump(String migration, Shell from) {
        hold();
        from.must("freeze " + migration + " c1");
        from.must("dump " + migration + " c1 " + dump(migration));
    }

    private void commit(String migration, Shell from, Shell to) {
        release();
        to.must("commit " + migration + " c1");
        from.must("finish " + migration + " c1");
    }

    void rollBack(String migration) {
        assertThat(h3.must("abort " + migration + " c1")).isEqualTo("false");
        h2.must("resume " + migration + " c1");
        release();
    }

    private void hold() {
        network.client().ask("hold h2");
        network.client().ask("hold h3");
    }

    private void release() {
        network.client().ask("release h2");
        network.client().ask("release h3");
    }

    private String dump(String migration) {
        return network.exchange() + "/" + migration;
    }

    private String restartPolicy(Shell machine) {
        String answer = machine.must("cli inspect -f {{.HostConfig.RestartPolicy.Name}} c1");
        return answer.substring(answer.indexOf(' ') + 1).replace("|", "").strip();
    }

    void assertServesOnly(Shell one, Shell other) {
        assertThat(one.must("state c1")).isEqualTo("running");
        assertThat(other.must("state c1")).isEqualTo("absent");
        assertConnectionLives();
    }
}
