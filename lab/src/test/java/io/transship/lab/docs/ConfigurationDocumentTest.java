package io.transship.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.DaemonConfig;
import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.ManagerConfig;
import io.transship.settings.ConfigReader;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/configuration.md and the sample files against the records. */
class ConfigurationDocumentTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void theSampleFilesAreValid() {
        ManagerConfig manager = ConfigLoader.load(ROOT.resolve("config/manager.yaml"));
        DaemonConfig daemon =
                ConfigReader.read(ROOT.resolve("config/daemon.yaml"), DaemonConfig.class);

        assertThat(manager.hosts()).hasSize(5);
        assertThat(manager.hosts().get(1).name()).isEqualTo(daemon.host());
    }

    @Test
    void everyKeyIsDocumented() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/configuration.md"));

        for (Class<?> type : new Class<?>[] {ManagerConfig.class, DaemonConfig.class}) {
            for (RecordComponent key : type.getRecordComponents()) {
                assertThat(page).contains("`" + key.getName() + "`");
            }
        }
    }

    @Test
    void everyTypeOfEventIsDocumented() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/api.md"));

        for (var type : io.transship.manager.event.EventTypes.class.getFields()) {
            assertThat(page).contains("| `" + type.get(null) + "` |");
        }
    }
}
