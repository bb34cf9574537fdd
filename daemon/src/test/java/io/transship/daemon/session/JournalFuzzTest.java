package io.transship.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.testing.Fuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal whose files a broken disk has changed never keeps the daemon from its start. */
class JournalFuzzTest {

    @Test
    void aBrokenRecordIsLeftAloneAndTheOthersAreRead(@TempDir Path folder) throws Exception {
        SessionJournal journal = new SessionJournal(folder);
        SessionRecord good =
                new SessionRecord(
                        new MigrationId("m1"),
                        SessionRecord.Role.SOURCE,
                        new ContainerId("web"),
                        SessionPhase.MOVING);
        journal.write(good);
        byte[] sample;
        try (var files = Files.list(folder)) {
            sample = Files.readAllBytes(files.findFirst().orElseThrow());
        }

        Fuzz.of("session records", 2 << 20, sample)
                .run(
                        2_000,
                        input -> {
                            Files.write(folder.resolve("m2.target.session"), input);
                            assertThat(journal.readAll()).contains(good).hasSizeBetween(1, 2);
                        });
    }
}
