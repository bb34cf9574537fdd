package io.transship.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A layer's stream, broken in every way: what passes is what came, and never more than came. */
class TarFuzzTest {

    private static final int BLOCK = 512;

    /** The guard's blocks and texts, and the copy that the test keeps. */
    private static final long MOST = 4 << 20;

    @Test
    void whatPassesTheGuardIsAPrefixOfWhatCame() throws Exception {
        Fuzz.of("tar", MOST, archive())
                .run(
                        120_000,
                        input -> {
                            ByteArrayOutputStream out = new ByteArrayOutputStream();
                            try (TarGuard guard =
                                    new TarGuard(new ByteArrayInputStream(input), new TarLinks())) {
                                guard.transferTo(out);
                            } finally {
                                byte[] passed = out.toByteArray();
                                assertThat(passed.length).isLessThanOrEqualTo(input.length);
                                assertThat(passed).isEqualTo(Arrays.copyOf(input, passed.length));
                            }
                        });
    }

    @Test
    void whatPassesLeadsNowhereElse() throws Exception {
        Fuzz.of(
                        "tar names",
                        MOST,
                        member("etc/passwd", '0', 7, ""),
                        member("a", '2', 0, "/etc"),
                        member("../a", '0', 0, ""),
                        member("/a/b", '5', 0, ""))
                .run(
                        60_000,
                        input -> {
                            new TarGuard(new ByteArrayInputStream(input), new TarLinks())
                                    .readNBytes(BLOCK);
                            String name =
                                    new String(input, 0, 100, StandardCharsets.ISO_8859_1)
                                            .split("\0", 2)[0];
                            // With a prefix the name is the rest of a path.
                            if (input[156] != 'x' && input[345] == 0) {
                                assertThat(name).doesNotStartWith("/").isNotEqualTo("..");
                                assertThat(name).doesNotStartWith("../").doesNotContain("/../");
                            }
                        });
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(member("etc/", '5', 0, ""));
        out.write(member("etc/passwd", '0', 700, ""));
        out.write(new byte[2 * BLOCK]);
        String record = "30 path=etc/a-long-name/file\n";
        out.write(member("pax", 'x', record.length(), ""));
        out.write(Arrays.copyOf(record.getBytes(StandardCharsets.UTF_8), BLOCK));
        out.write(member("short", '0', 3, ""));
        out.write(new byte[BLOCK]);
        out.write(member("link", '2', 0, "etc/passwd"));
        out.write(member("hard", '1', 0, "etc/passwd"));
        out.write(member("gone", '3', 0, ""));
        out.write(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    private static byte[] member(String name, char type, int size, String link) {
        byte[] block = new byte[BLOCK];
        put(block, 0, name);
        put(block, 124, "%011o".formatted(size));
        block[156] = (byte) type;
        put(block, 157, link);
        put(block, 257, "ustar");
        put(block, 263, "00");
        return block;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
