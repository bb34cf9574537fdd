package io.transship.manager.policy.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Topology;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.StayReason;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import io.transship.manager.event.Event;
import io.transship.manager.schedule.HandDrivenTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real jars in real processes: whatever a policy does, the manager goes on and says what it was.
 */
class UserPoliciesTest {

    private static final ContainerId SERVER = new ContainerId("server-1");
    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");
    private static final HostId H3 = new HostId("h3");
    private static final Evaluation QUESTION = Evaluation.of(new MoveSource(SERVER, H1), 9);
    private static final Duration AMPLE = Duration.ofMinutes(2);

    /** On a slow machine the process has not even begun by then; the outcome is the same. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir private Path folder;
    private TestJars jars;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final HandDrivenTime clock = new HandDrivenTime(Instant.parse("2018-05-01T12:00:00Z"));
    private final List<Runnable> opened = new ArrayList<>();

    @BeforeEach
    void setUp() {
        jars = new TestJars(folder);
    }

    @AfterEach
    void tearDown() {
        opened.forEach(Runnable::run);
    }

    private static NetworkView view() {
        DatapathId s1 = new DatapathId(1);
        List<Host> hosts =
                Stream.of(H1, H2, H3)
                        .map(
                                id ->
                                        new Host(
                                                id,
                                                Optional.of(
                                                        new ConnectPoint(
                                                                s1, id.name().charAt(1) - '0')),
                                                Optional.of(BitRate.ofMbps(10)),
                                                false,
                                                true))
                        .toList();
        return NetworkView.of(
                Instant.parse("2018-05-01T12:00:00Z"),
                new Topology(Set.of(s1), List.of()),
                hosts,
                Placement.of(Map.of(SERVER, H1)),
                List.of());
    }

    private static UserPolicySettings settings(Duration deadline, Path... files) {
        return new UserPolicySettings(
                List.of(files), Map.of("host", "h2"), deadline, ByteCount.ofMiB(64));
    }

    private UserPolicies load(Duration deadline, Path... files) {
        UserPolicies loaded = UserPolicies.load(settings(deadline, files), events::add, clock);
        opened.add(loaded::close);
        return loaded;
    }

    /** The policy of a jar, which is named as its file. */
    private Policy only(Duration deadline, Path jar) {
        String name = jar.getFileName().toString().replace(".jar", "");
        UserPolicy policy =
                new UserPolicy(
                        new PolicyJars.Listed(name, true),
                        List.of(jar),
                        settings(deadline, jar),
                        events::add,
                        clock);
        opened.add(policy::close);
        return policy;
    }

    private void failsWith(Policy policy, String words) {
        Decision decision = policy.decide(QUESTION, view());

        assertThat(decision).isInstanceOf(Decision.Stay.class);
        assertThat(((Decision.Stay) decision).reason()).isEqualTo(StayReason.POLICY_FAILED);
        assertThat(decision.explanation().summary()).contains(policy.name()).contains(words);
        assertThat(decision.explanation().candidates())
                .extracting(Candidate::host)
                .containsExactly(H2, H3);
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().type()).isEqualTo("policy-failed");
        assertThat(events.getFirst().data())
                .containsEntry("policy", policy.name())
                .containsEntry("code", "POLICY_FAILED")
                .containsEntry("off", false);
        assertThat(String.valueOf(events.getFirst().data().get("message"))).contains(words);
    }

    @Test
    void aPolicyOfAJarDecidesAndEveryHostIsExplained() throws IOException {
        UserPolicies loaded =
                load(
                        AMPLE,
                        jars.policy("last-host", "return to(last(evaluation, view), evaluation);"));
        assertThat(loaded.names()).containsExactly("last-host");
        Policy policy = loaded.policy("last-host").orElseThrow();

        Decision decision = policy.decide(QUESTION, view());

        assertThat(policy.name()).isEqualTo("last-host");
        assertThat(policy.needsSource()).isTrue();
        assertThat(decision).isInstanceOf(Decision.Move.class);
        assertThat(((Decision.Move) decision).target()).isEqualTo(H3);
        assertThat(decision.explanation().policy()).isEqualTo("last-host");
        assertThat(decision.explanation().seed()).isEqualTo(9);
        assertThat(decision.explanation().candidates())
                .containsExactly(
                        new Candidate(
                                H3,
                                Optional.empty(),
                                Candidate.Verdict.CHOSEN,
                                "is the policy's choice"),
                        Candidate.notOffered(H2, "the policy did not name it"));
        assertThat(policy.decide(QUESTION, view())).isEqualTo(decision);
        assertThat(events).isEmpty();
    }

    @Test
    void aProviderIsGivenTheSettings() throws IOException {
        Path jar =
                jars.jar(
                        "told",
                        "users.Told",
                        """
                        package users;
                        import io.transship.core.policy.*;
                        import io.transship.core.view.*;
                        import io.transship.core.model.*;
                        import java.util.*;
                        public final class Told implements PolicyProvider {
                            public String name() { return "told"; }
                            public Policy create(Map<String, String> settings) {
                                HostId target = new HostId(settings.get("host"));
                                return new Policy() {
                                    public String name() { return "told"; }
                                    public boolean needsSource() { return false; }
                                    public Decision decide(Evaluation asked, NetworkView view) {
                                        return new Decision.Move(
                                            asked.source().get().container(),
                                            asked.source().get().host(), target,
                                            new Explanation("told", 0, "As told.", List.of()));
                                    }
                                };
                            }
                        }
                        """,
                        "io.transship.core.policy.PolicyProvider");
        Policy policy = only(AMPLE, jar);

        assertThat(((Decision.Move) policy.decide(QUESTION, view())).target()).isEqualTo(H2);
    }

    @Test
    void onePolicyThatThrows() throws IOException {
        failsWith(
                only(
                        AMPLE,
                        jars.policy("thrower", "throw new IllegalStateException(\"no idea\");")),
                "it threw java.lang.IllegalStateException: no idea");
    }

    @Test
    void oneThatLoopsForEver() throws IOException {
        failsWith(
                only(SHORT, jars.policy("looper", "while (true) { Thread.onSpinWait(); }")),
                "it did not answer within");
    }

    @Test
    void oneThatAllocatesWithoutEnd() throws IOException {
        failsWith(
                only(
                        AMPLE,
                        jars.policy(
                                "eater",
                                "List<byte[]> all = new ArrayList<>();"
                                        + " while (true) { all.add(new byte[1 << 20]); }")),
                "it took more memory than it may");
    }

    @Test
    void oneThatEndsTheProgram() throws IOException {
        failsWith(
                only(AMPLE, jars.policy("exiter", "System.exit(7); return null;")),
                "its process ended with code 7");
    }

    @Test
    void whatAPolicyPrintsIsNoAnswer() throws IOException {
        Policy policy =
                only(
                        AMPLE,
                        jars.policy(
                                "printer",
                                "for (int i = 0; i < 20000; i++) { System.out.println(\"garbage\");"
                                        + " } return to(last(evaluation, view), evaluation);"));

        assertThat(policy.decide(QUESTION, view())).isInstanceOf(Decision.Move.class);
    }

    @Test
    void oneThatWritesGarbageWhereAnswersGo() throws IOException {
        failsWith(
                only(
                        AMPLE,
                        jars.policy(
                                "forger",
                                "try (var out = new"
                                        + " java.io.FileOutputStream(java.io.FileDescriptor.out)) {"
                                        + " out.write(new byte[] {127, 1, 2, 3, 4, 5, 6, 7});"
                                        + " out.flush(); Thread.sleep(100000); } catch (Exception e) {"
                                        + " } return null;")),
                "what it wrote is no answer");
    }

    @Test
    void oneThatMovesToAHostThatIsNotFree() throws IOException {
        failsWith(
                only(AMPLE, jars.policy("liar", "return to(new HostId(\"h9\"), evaluation);")),
                "it moves to h9, which is not free");
    }

    @Test
    void aJarThatHangsWhenItIsLoadedOffersNothing() throws IOException {
        Path jar =
                jars.policy(
                        "hanger", "while (Boolean.TRUE) { Thread.onSpinWait(); }", "return null;");

        assertThat(load(SHORT, jar).names()).isEmpty();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().data())
                .containsEntry("policy", jar.toString())
                .containsEntry("off", true);
    }

    @Test
    void ofAFolderOfJarsTheBrokenOneIsLeftOutAndTheOthersAreOffered() throws IOException {
        jars.policy("broken", "if (true) throw new IllegalStateException();", "return null;");
        jars.policy("good", "return to(last(evaluation, view), evaluation);");

        assertThat(load(AMPLE, folder).names()).containsExactly("good");
        assertThat(events).hasSize(1);
        assertThat(String.valueOf(events.getFirst().data().get("message"))).contains("it threw");
    }

    @Test
    void afterAFailureItIsAskedAgainAfterAWhileAndAfterFiveItIsSwitchedOff() throws IOException {
        Policy policy =
                only(
                        AMPLE,
                        jars.policy("thrower", "throw new IllegalStateException(\"no idea\");"));

        policy.decide(QUESTION, view());
        assertThat(policy.decide(QUESTION, view()).explanation().summary())
                .contains("is not asked again yet");
        assertThat(events).hasSize(1);
        for (int failure = 2; failure <= UserPolicy.FAILURES_ALLOWED; failure++) {
            clock.pass(Duration.ofMinutes(2));
            policy.decide(QUESTION, view());
        }
        clock.pass(Duration.ofDays(1));

        assertThat(events).hasSize(UserPolicy.FAILURES_ALLOWED);
        assertThat(events.getLast().data()).containsEntry("off", true);
        assertThat(policy.decide(QUESTION, view()).explanation().summary())
                .contains("is switched off after 5 failures in a row");
        assertThat(events).hasSize(UserPolicy.FAILURES_ALLOWED);
    }

    @Test
    void aJarThatIsNotThereIsAnErrorOfTheConfiguration() {
        assertThatThrownBy(() -> load(AMPLE, folder.resolve("none.jar")))
                .isInstanceOf(TransshipException.class)
                .hasMessageContaining("policyJars: there is no file or folder");
    }
}
