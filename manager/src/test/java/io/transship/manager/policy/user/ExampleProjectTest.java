package io.transship.manager.policy.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ByteCount;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.view.NetworkView;
import io.transship.manager.document.RandomViews;
import io.transship.manager.event.Event;
import io.transship.manager.schedule.HandDrivenTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/adding-a-policy.md is built and used as its reader would. */
class ExampleProjectTest {

    private static final Path EXAMPLE =
            Path.of("..", "examples", "policy-quietest-switch", "src", "main");
    private static final String SERVICE = "io.transship.core.policy.Policy";

    @TempDir private Path folder;

    private Path jar() throws IOException {
        String type =
                Files.readString(EXAMPLE.resolve("resources/META-INF/services").resolve(SERVICE))
                        .strip();
        Path source = EXAMPLE.resolve("java").resolve(type.replace('.', '/') + ".java");
        return new TestJars(folder).jar("example", type, Files.readString(source), SERVICE);
    }

    @Test
    void itsPolicyDecidesAsItDoesInItsOwnTest() throws IOException {
        List<Event> events = new ArrayList<>();
        NetworkView view =
                LongStream.range(0, 100)
                        .mapToObj(RandomViews::of)
                        .filter(each -> each.hosts().size() > 3)
                        .filter(each -> !each.placement().hosts().isEmpty())
                        .findFirst()
                        .orElseThrow();
        try (UserPolicies policies =
                UserPolicies.load(
                        new UserPolicySettings(
                                List.of(jar()),
                                Map.of(),
                                Duration.ofMinutes(4),
                                ByteCount.ofMiB(64)),
                        events::add,
                        new HandDrivenTime(view.at()))) {
            assertThat(policies.names()).containsExactly("quietest-switch");
            Policy policy = policies.policy("quietest-switch").orElseThrow();
            var container = view.placement().hosts().firstEntry();
            MoveSource source = new MoveSource(container.getKey(), container.getValue());

            Decision decision = policy.decide(Evaluation.of(source, 1), view);

            assertThat(events).isEmpty();
            assertThat(decision.explanation().policy()).isEqualTo("quietest-switch");
            assertThat(decision.explanation().candidates()).hasSize(view.hosts().size() - 1);
        }
    }
}
