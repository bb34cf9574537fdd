package io.transship.daemon.session.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.digest.Checksum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump on the target, between its arrival and CRIU's look at it. */
class ImageSealTest {

    @TempDir private Path folder;
    private ImageSeal seal;

    /** One file came by itself; a page server wrote two images and their map. */
    @BeforeEach
    void receive() throws IOException {
        write("core-1.img", "registers");
        write("pages-1.img", "memory of one");
        write("pages-2.img", "memory of two");
        write("pagemap-1.img", "map");
        seal =
                new ImageSeal(
                                folder,
                                Map.of("core-1.img", sum("core-1.img")),
                                List.of(sum("pages-2.img"), sum("pages-1.img")))
                        .withRest();
    }

    @Test
    void whatIsAsItCamePasses() {
        assertThatCode(seal::verify).doesNotThrowAnyException();
    }

    @Test
    void theNamesOfThePageServersFilesAreItsOwn() throws IOException {
        Files.move(folder.resolve("pages-1.img"), folder.resolve("pages-71.img"));

        assertThatCode(seal::verify).doesNotThrowAnyException();
    }

    @Test
    void aFlippedBitInAnyFileIsFound() throws IOException {
        for (String name : List.of("core-1.img", "pages-1.img", "pages-2.img", "pagemap-1.img")) {
            Path file = folder.resolve(name);
            byte[] content = Files.readAllBytes(file);
            byte[] damaged = content.clone();
            damaged[damaged.length - 1] ^= 4;
            Files.write(file, damaged);

            assertDamaged(name);
            Files.write(file, content);
        }
    }

    @Test
    void aFileThatIsShorterGoneOrNewIsFound() throws IOException {
        write("pages-1.img", "memory of on");
        assertDamaged("cut");
        write("pages-1.img", "memory of one");

        Files.delete(folder.resolve("core-1.img"));
        assertDamaged("gone");
        write("core-1.img", "registers");

        Files.delete(folder.resolve("pages-2.img"));
        assertDamaged("pages gone");
        write("pages-2.img", "memory of two");

        write("pages-3.img", "memory of nobody");
        assertDamaged("a stranger's pages");
        Files.delete(folder.resolve("pages-3.img"));

        write("core-2.img", "registers");
        assertDamaged("a stranger");
    }

    private void assertDamaged(String what) {
        assertThatThrownBy(seal::verify)
                .as(what)
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.DIGEST_MISMATCH));
    }

    private void write(String name, String content) throws IOException {
        Files.write(folder.resolve(name), content.getBytes(StandardCharsets.US_ASCII));
    }

    private Checksum sum(String name) throws IOException {
        return Checksum.of(folder.resolve(name), Checksum.buffer());
    }
}
