package io.transship.lab.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoImageTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir private Path folder;
    private Path archive;

    @BeforeEach
    void writeArchive() throws IOException {
        Path base = folder.resolve("in.tar");
        try (TarWriter tar = new TarWriter(Files.newOutputStream(base))) {
            tar.file("etc/hosts", 0644, "127.0.0.1 localhost".getBytes(StandardCharsets.US_ASCII));
        }
        archive = folder.resolve("archive.tar");
        DemoImage.write(base, archive);
    }

    @Test
    void theSystemsTarReadsItAndTheLayersHaveTheDigestsThatTheConfigurationNames()
            throws Exception {
        run("tar", "-xf", archive.toString(), "-C", folder.toString());
        JsonNode manifest = MAPPER.readTree(folder.resolve("manifest.json")).get(0);
        JsonNode configuration =
                MAPPER.readTree(folder.resolve(manifest.path("Config").asString()));
        List<String> named =
                configuration.at("/rootfs/diff_ids").valueStream().map(JsonNode::asString).toList();
        String sums = run("sha256sum", "base.tar", "server.tar");
        assertThat(sums.lines().map(line -> "sha256:" + line.split(" ", 2)[0]).toList())
                .isEqualTo(named);
        assertThat(manifest.at("/RepoTags/0").asString()).isEqualTo("transship-demo:latest");
    }

    @Test
    void theServerLayerHoldsTheServerExecutable() throws Exception {
        run("tar", "-xf", archive.toString(), "-C", folder.toString());
        assertThat(run("tar", "-tvf", "server.tar").lines())
                .anyMatch(line -> line.startsWith("-rwxr-xr-x root/root") && line.endsWith("pl"))
                .hasSize(3);
    }

    @Test
    void theSameBaseGivesTheSameImage() throws Exception {
        Path again = folder.resolve("again.tar");
        DemoImage.write(folder.resolve("in.tar"), again);
        assertThat(again).hasSameBinaryContentAs(archive);
    }

    private String run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
