package io.transship.daemon.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThinArchiveTest {

    private static final String HERE = "ab".repeat(32);
    private static final String MISSING = "cd".repeat(32);

    @TempDir private Path folder;

    @Test
    void aLayerThatIsThereIsEmptyAndEverythingElseIsAsItWas() throws IOException {
        for (String form : new String[] {"blobs/sha256/%s", "%s.tar"}) {
            Path full = archive(form);
            Path thin = folder.resolve("thin.tar");

            Files.write(thin, thinned(Files.readAllBytes(full), 777));

            Path out = Files.createDirectories(folder.resolve(form.substring(form.length() - 4)));
            run("tar", "-C", out.toString(), "-xf", thin.toString());
            assertThat(out.resolve(form.formatted(HERE))).isEmptyFile();
            assertThat(out.resolve(form.formatted(MISSING))).hasSize(200_001);
            assertThat(out.resolve("manifest.json")).hasContent("[{}]");
            assertThat(Files.size(thin)).isLessThan(Files.size(full) / 2);
        }
    }

    @Test
    void anArchiveOfAnotherFormPassesAsItIs() throws IOException {
        byte[] full = Files.readAllBytes(archive("%s-old"));

        assertThat(thinned(full, 1)).isEqualTo(full);
    }

    @Test
    void whatIsNoArchiveIsAnError() {
        byte[] noise = new byte[2048];
        new Random(1).nextBytes(noise);

        assertThatThrownBy(() -> thinned(noise, 100)).isInstanceOf(IOException.class);
    }

    private Path archive(String form) throws IOException {
        Path from = Files.createTempDirectory(folder, "from");
        Files.createDirectories(from.resolve("blobs/sha256"));
        Files.write(from.resolve(form.formatted(HERE)), new byte[300_000]);
        Files.write(from.resolve(form.formatted(MISSING)), new byte[200_001]);
        Files.writeString(from.resolve("manifest.json"), "[{}]");
        Path file = Files.createTempFile(folder, "image", ".tar");
        run("tar", "--format=ustar", "-C", from.toString(), "-cf", file.toString(), ".");
        return file;
    }

    private static byte[] thinned(byte[] archive, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ThinArchive thin = new ThinArchive(out, Set.of("sha256:" + HERE))) {
            for (int at = 0; at < archive.length; at += piece) {
                thin.write(archive, at, Math.min(piece, archive.length - at));
            }
        }
        return out.toByteArray();
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).describedAs(said).isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
