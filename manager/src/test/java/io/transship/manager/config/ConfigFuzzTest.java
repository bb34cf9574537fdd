package io.transship.manager.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.DaemonConfig;
import io.transship.daemon.testing.Fuzz;
import io.transship.settings.ConfigReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Configuration files, broken in every way: read, or refused with their problems. */
class ConfigFuzzTest {

    private static final long MOST = 16 << 20;
    private static final Path FOLDER = Path.of("../config").toAbsolutePath().normalize();

    @Test
    void aManagersFileIsReadOrRefused() throws Exception {
        fuzz("manager.yaml", ManagerConfig.class);
    }

    @Test
    void aDaemonsFileIsReadOrRefused() throws Exception {
        fuzz("daemon.yaml", DaemonConfig.class);
    }

    private static void fuzz(String name, Class<? extends Record> type) throws Exception {
        byte[] bomb =
                """
                a: &a [x, x, x, x, x, x, x, x, x]
                b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
                c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
                d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
                e: [*d, *d, *d, *d, *d, *d, *d, *d, *d]
                """
                        .getBytes(StandardCharsets.UTF_8);
        Fuzz.of(name, MOST, Files.readAllBytes(FOLDER.resolve(name)), bomb)
                .run(
                        4_000,
                        input -> {
                            String text = new String(input, StandardCharsets.UTF_8);
                            assertThat(ConfigReader.parse(text, name, FOLDER, type)).isNotNull();
                        });
    }
}
