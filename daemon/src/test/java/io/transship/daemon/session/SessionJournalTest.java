package io.transship.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionJournalTest {

    private static final int SECTOR = 512;
    private static final SessionRecord OPEN =
            new SessionRecord(
                    new MigrationId("m1"),
                    SessionRecord.Role.TARGET,
                    new ContainerId("web"),
                    SessionPhase.OPEN);

    @TempDir private Path folder;
    private SessionJournal journal;

    @BeforeEach
    void begin() {
        journal = new SessionJournal(folder);
    }

    /** A new file would need room, and a rename that a power cut may undo. */
    @Test
    void everyPhaseIsWrittenOverTheOneBeforeIt() throws Exception {
        journal.write(OPEN);
        Object file = inode();

        for (SessionPhase phase : SessionPhase.values()) {
            journal.write(OPEN.in(phase));

            assertThat(inode()).as("%s", phase).isEqualTo(file);
            assertThat(Files.size(file())).isEqualTo(SECTOR);
            assertThat(new SessionJournal(folder).readAll()).containsExactly(OPEN.in(phase));
        }
        assertThat(folder).isDirectoryContaining(each -> each.equals(file()));
    }

    @Test
    void nothingOfALongerPhaseIsLeftBehindAShorterOne() throws Exception {
        journal.write(OPEN.in(SessionPhase.COPY_RUNS));
        journal.write(OPEN.in(SessionPhase.LOST));

        assertThat(Files.readString(file()).strip()).endsWith("phase=LOST");
    }

    @Test
    void thatAPortWaitsForTheAdoptionIsKeptThroughEveryPhase() throws Exception {
        SessionRecord waiting =
                new SessionRecord(
                        OPEN.id(), OPEN.role(), OPEN.container(), SessionPhase.OPEN, true);
        for (SessionPhase phase : SessionPhase.values()) {
            journal.write(waiting.in(phase));

            assertThat(journal.readAll()).containsExactly(waiting.in(phase));
            assertThat(Files.size(file())).isEqualTo(SECTOR);
        }
    }

    /** The thread that writes an abort may be one whose call was just cancelled. */
    @Test
    void anInterruptedThreadWritesAsAnyOther() {
        journal.write(OPEN);
        Thread.currentThread().interrupt();
        try {
            journal.write(OPEN.in(SessionPhase.ABORTED));
        } finally {
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
        assertThat(journal.readAll()).containsExactly(OPEN.in(SessionPhase.ABORTED));
    }

    @Test
    void aDraftThatADeadDaemonLeftIsNoRecordAndIsWrittenOver() throws Exception {
        Files.writeString(folder.resolve("m1.target.session.new"), "migration=m1\nrole=TAR");
        assertThat(journal.readAll()).isEmpty();

        journal.write(OPEN);

        assertThat(journal.readAll()).containsExactly(OPEN);
        assertThat(Files.size(file())).isEqualTo(SECTOR);
    }

    @Test
    void theTwoRolesOfOneMigrationAreTwoRecords() {
        SessionRecord source =
                new SessionRecord(
                        OPEN.id(),
                        SessionRecord.Role.SOURCE,
                        OPEN.container(),
                        SessionPhase.MOVING);
        journal.write(OPEN);
        journal.write(source);
        journal.delete(OPEN);

        assertThat(journal.readAll()).containsExactly(source);
    }

    private Path file() {
        return folder.resolve("m1.target.session");
    }

    private Object inode() throws IOException {
        return Files.getAttribute(file(), "unix:ino");
    }
}
