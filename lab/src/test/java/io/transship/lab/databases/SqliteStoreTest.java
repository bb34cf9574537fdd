package io.transship.lab.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.manager.store.Database;
import io.transship.manager.store.dialect.DatabaseAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a SQLite file. */
class SqliteStoreTest extends StoreContract {

    @TempDir private Path folder;

    @Override
    DatabaseAddress empty() {
        return DatabaseAddress.of("jdbc:sqlite:" + folder.resolve("new/manager.db"));
    }

    @Test
    void whatCannotBeOpenedIsOneClearLine() throws Exception {
        Path other = Files.writeString(folder.resolve("notes.txt"), "not a database".repeat(100));

        assertThatThrownBy(() -> Database.open("jdbc:sqlite:" + other))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.STORE_UNAVAILABLE))
                .hasMessageContaining("notes.txt");
        assertThatThrownBy(() -> Database.open("jdbc:sqlite:" + other + "/manager.db"))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.STORE_UNAVAILABLE));
        assertThatThrownBy(() -> Database.open("jdbc:oracle:thin:@db"))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.UNSUPPORTED));
    }
}
