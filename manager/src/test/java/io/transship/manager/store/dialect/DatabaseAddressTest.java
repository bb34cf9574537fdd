package io.transship.manager.store.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAddressTest {

    @TempDir private Path folder;

    private DatabaseAddress withPassword(String mode) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "open sesame\n# a note\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return new DatabaseAddress(
                "jdbc:postgresql://db/transship?sslmode=require",
                Optional.of("transship"),
                Optional.of(file));
    }

    @Test
    void thePasswordIsTheFilesFirstLineAndIsNotShown() throws Exception {
        DatabaseAddress address = withPassword("rw-------");

        assertThat(address.password()).contains("open sesame");
        assertThat(address.toString()).isEqualTo("jdbc:postgresql://db/transship");
    }

    @Test
    void aPasswordThatOthersCanReadIsRefused() throws Exception {
        DatabaseAddress address = withPassword("rw-r-----");

        assertThatThrownBy(address::password)
                .isInstanceOf(TransshipException.class)
                .hasMessageContaining("open to others")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void whatAUrlSaysOfUserAndPasswordIsNotShown() {
        assertThat(DatabaseAddress.of("jdbc:mariadb://me:geheim@db/x?password=geheim").shown())
                .isEqualTo("jdbc:mariadb://db/x");
    }

    @Test
    void theJournalIsBesideAFileAndInOurFolderForAServer() {
        assertThat(DatabaseAddress.of("jdbc:sqlite:/srv/m.db").journalBeside())
                .isEqualTo(Path.of("/srv/journal.db"));
        assertThat(DatabaseAddress.of("jdbc:mysql://db/x").journalBeside())
                .isEqualTo(Path.of("/var/lib/transship/journal.db"));
    }

    @Test
    void mysqlIsSpokenToByTheDriverOfMariaDb() {
        DatabaseAddress address = DatabaseAddress.of("jdbc:mysql://db/x");

        assertThat(address.dialect()).isInstanceOf(MariaDbDialect.class);
        assertThat(address.driverUrl()).isEqualTo("jdbc:mariadb://db/x");
        assertThat(DatabaseAddress.isKnown("jdbc:oracle:x")).isFalse();
    }
}
