package io.transship.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarGuardTest {

    private static final byte[] END = new byte[1024];

    @TempDir private Path folder;

    @Test
    void passesARealArchiveOnUnchanged() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
        Files.writeString(tree.resolve("file"), "x".repeat(100_000));
        Files.writeString(tree.resolve("a-name-of-more-than-a-hundred-bytes-".repeat(6)), "long");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("../../somewhere"));
        Files.createLink(tree.resolve("second"), tree.resolve("file"));
        Path archive = folder.resolve("archive.tar");
        Process tar =
                new ProcessBuilder(
                                "tar",
                                "-C",
                                folder.resolve("tree").toString(),
                                "--format=posix",
                                "-cf",
                                archive.toString(),
                                ".")
                        .start();
        assertThat(tar.waitFor()).isZero();
        byte[] bytes = Files.readAllBytes(archive);

        assertThat(pass(bytes)).isEqualTo(bytes);
    }

    @Test
    void passesOverlayWhiteouts() throws IOException {
        byte[] archive = join(header("gone", '3', 0, ""), END);

        assertThat(pass(archive)).isEqualTo(archive);
    }

    @Test
    void refusesNamesThatLeadOutside() {
        assertRefused(header("../etc/cron.d/evil", '0', 0, ""), "leads upwards");
        assertRefused(header("a/../../evil", '0', 0, ""), "leads upwards");
        assertRefused(header("/etc/passwd", '0', 0, ""), "is absolute");
        assertRefused(header("second", '1', 0, "../../etc/shadow"), "leads upwards");
        assertRefused(header("second", '1', 0, "/etc/shadow"), "is absolute");
    }

    @Test
    void refusesNamesThatAnExtendedHeaderLeadsOutside() {
        assertRefused(extended("path=../evil", header("harmless", '0', 0, "")), "leads upwards");
        assertRefused(extended("linkpath=/etc/shadow", header("x", '1', 0, "y")), "is absolute");
        assertRefused(extended("GNU.sparse.map=0,1", header("x", '0', 0, "")), "not known here");
        assertRefused(extended("GNU.sparse.name=x", header("x", '0', 0, "")), "not described");
        assertRefused(sparse("/evil"), "is absolute");
        assertRefused(sparse("a/../../evil"), "leads upwards");
    }

    @Test
    void refusesMembersBeneathALink() {
        byte[] link = header("./etc", '2', 0, "/etc");

        assertRefused(join(link, header("etc/passwd", '0', 0, "")), "is beneath a link");
        assertRefused(join(link, header("./etc//x/y", '5', 0, "")), "is beneath a link");
    }

    @Test
    void refusesASecondNameOfWhatIsBeneathALink() {
        byte[] link = header("./etc", '2', 0, "/etc");

        assertRefused(join(link, header("mine", '1', 0, "etc/shadow")), "is beneath a link");
        assertRefused(
                join(link, header("too", '1', 0, "etc"), header("too/passwd", '0', 0, "")),
                "is beneath a link");
    }

    @Test
    void refusesMembersBeneathALinkOfAnEarlierArchive() throws IOException {
        TarLinks links = new TarLinks();
        byte[] first = join(header("a", '2', 0, "/etc"), END);
        new TarGuard(new ByteArrayInputStream(first), links).readAllBytes();
        byte[] second = join(header("a/passwd", '0', 0, ""), END);

        assertThatThrownBy(
                        () -> new TarGuard(new ByteArrayInputStream(second), links).readAllBytes())
                .hasMessageContaining("is beneath a link");
        byte[] folder = join(header("a", '5', 0, ""), header("a/passwd", '0', 0, ""), END);
        assertThat(new TarGuard(new ByteArrayInputStream(folder), links).readAllBytes())
                .isEqualTo(folder);
    }

    @Test
    void refusesDevicesAndUnknownKinds() {
        byte[] device = header("mem", '3', 0, "");
        device[329 + 6] = '1';
        assertRefused(checked(device), "is a device");
        assertRefused(header("disk", '4', 0, ""), "is a device");
        assertRefused(header("long", 'L', 10, ""), "is of type");
        assertRefused(header("all", 'g', 0, ""), "is of type");
        assertRefused(header("folder", '5', 512, ""), "must not have");
    }

    @Test
    void refusesWhatFollowsTheEndAndWhatIsCut() {
        assertRefused(join(END, header("late", '0', 0, "")), "something follows its end");
        assertThatThrownBy(() -> pass(header("file", '0', 5000, "")))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> pass(Arrays.copyOf(header("file", '0', 0, ""), 300)))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> pass(header("file", '0', 0, ""))).isInstanceOf(EOFException.class);
    }

    @Test
    void refusesBrokenHeaders() {
        byte[] noMagic = header("file", '0', 0, "");
        noMagic[257] = 'X';
        assertRefused(noMagic, "not POSIX tar");
        byte[] noNumber = header("file", '0', 0, "");
        noNumber[124] = (byte) 0x80;
        assertRefused(noNumber, "no number");
        assertRefused(extended("path", header("x", '0', 0, "")), "extended header is broken");
    }

    private static void assertRefused(byte[] archive, String reason) {
        assertThatThrownBy(() -> pass(archive))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.PROTOCOL_VIOLATION))
                .hasMessageContaining(reason);
    }

    private static byte[] pass(byte[] archive) throws IOException {
        return new TarGuard(new ByteArrayInputStream(archive), new TarLinks()).readAllBytes();
    }

    private static byte[] header(String name, char type, int size, String link) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, "0000644");
        put(block, 124, "%011o".formatted(size));
        block[156] = (byte) type;
        put(block, 157, link);
        put(block, 257, "ustar\00000");
        put(block, 329, "0000000");
        put(block, 337, "0000000");
        return checked(block);
    }

    private static byte[] checked(byte[] block) {
        put(block, 148, "        ");
        int sum = 0;
        for (byte each : block) {
            sum += each & 0xff;
        }
        put(block, 148, "%06o".formatted(sum) + "\0 ");
        return block;
    }

    private static byte[] sparse(String name) {
        String text =
                record("GNU.sparse.major=1")
                        + record("GNU.sparse.minor=0")
                        + record("GNU.sparse.name=" + name)
                        + record("GNU.sparse.realsize=5");
        byte[] data = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), 512);
        return join(header("PaxHeaders/x", 'x', text.length(), ""), data, header("x", '0', 0, ""));
    }

    private static String record(String text) {
        return (text.length() + 4) + " " + text + "\n";
    }

    private static byte[] extended(String record, byte[] header) {
        int length = record.length() + 4;
        String text = (length < 10 ? length - 1 : length) + " " + record + "\n";
        byte[] data = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), 512);
        return join(header("PaxHeaders/x", 'x', text.length(), ""), data, header);
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
