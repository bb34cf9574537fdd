package io.transship.lab.modes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.demo.client.ClientLine;
import io.transship.lab.demo.proof.Inspection;
import io.transship.lab.demo.stage.Watcher;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Hosts on which nobody has made our OCI runtime known to Docker. */
@Tag("lab")
class StockDockerTest {

    private static final String CONTAINER = "stock";

    @Test
    void aServerMovesByDockersOwnCheckpointsAndEverybodySaysWhatThatCosts() throws Exception {
        try (ModesStage stage = ModesStage.ofStockDockers()) {
            String address = stage.run(CONTAINER);
            assertThat(warnings(stage.check(CONTAINER))).anyMatch(StockDockerTest::isOfStock);
            assertThat(texts(stage.plan(CONTAINER, "copy").path("warnings")))
                    .anyMatch(StockDockerTest::isOfStock);
            assertThatThrownBy(() -> stage.order(CONTAINER, "page-server"))
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.UNSUPPORTED));

            try (Watcher client = stage.watch(address)) {
                JsonNode end = stage.awaitEnd(stage.order(CONTAINER, "copy"));

                assertThat(end.path("phase").asString()).as(end.toString()).isEqualTo("committed");
                assertThat(texts(end.at("/predicted/warnings")))
                        .anyMatch(StockDockerTest::isOfStock);
                ClientLine last = client.finish(ModesStage.PATIENCE);
                assertThat(last.report().connectionSurvived()).as(last.json()).isTrue();
                assertThat(last.report().clean()).as(last.json()).isTrue();
                assertThat(last.checksumAfter()).isEqualTo(last.checksumBefore());
            }
            Inspection inspection = stage.inspect(CONTAINER);
            assertThat(inspection.exactlyOne()).as(inspection.forPeople()).isTrue();
            assertThat(inspection.runsOn(stage.target().name())).isTrue();
        }
    }

    private static boolean isOfStock(String text) {
        return text.contains("Docker's own checkpoints");
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(each -> each.asString("")).toList();
    }

    private static List<String> warnings(JsonNode check) {
        return check.findValues("message").stream().map(each -> each.asString("")).toList();
    }
}
