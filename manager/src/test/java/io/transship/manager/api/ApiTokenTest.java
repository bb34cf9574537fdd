package io.transship.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTokenTest {

    @TempDir Path folder;

    @Test
    void isMadeForItsOwnerAloneAndReadAgain() throws Exception {
        Path file = folder.resolve("a/b/token");
        ApiToken made = ApiToken.loadOrCreate(file, new SecureRandom());
        ApiToken read = ApiToken.loadOrCreate(file, new SecureRandom());
        String text = Files.readString(file);

        assertThat(text).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made.opens("Bearer " + text)).isTrue();
        assertThat(read.opens("Bearer " + text)).isTrue();
        assertThat(read.opens("Bearer " + text.substring(1))).isFalse();
        assertThat(read.opens(null)).isFalse();
    }

    @Test
    void isRefusedWhenOthersCanReadItOrItIsShort() throws Exception {
        Path open = Files.writeString(folder.resolve("open"), "x".repeat(64));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        Path brief = Files.writeString(folder.resolve("short"), "x".repeat(31));
        Files.setPosixFilePermissions(brief, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> ApiToken.loadOrCreate(open, new SecureRandom()))
                .hasMessageContaining("open to others");
        assertThatThrownBy(() -> ApiToken.loadOrCreate(brief, new SecureRandom()))
                .hasMessageContaining("less than 32 characters");
    }
}
