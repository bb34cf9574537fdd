package io.transship.daemon.checkpoint.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.command.ProcessRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where CRIU looks for the round before, on a disk instead of on memory. */
class RoundFoldersTest {

    private static final MigrationId MIGRATION = new MigrationId("m1");

    @TempDir private Path run;
    private RoundFolders folders;
    private Path images;

    @BeforeEach
    void create() throws IOException {
        Workspace workspace = new Workspace(new Unmounted(), run);
        folders = new RoundFolders(workspace);
        images = Files.createDirectories(workspace.images(MIGRATION));
        folders.create(MIGRATION);
    }

    @Test
    void aDumpThatIsStartedAheadFollowsTheRoundThatWasTheLast() throws IOException {
        Path parent = images.resolve(RoundFolders.PARENT_OF_DUMP);
        assertThat(parent).isDirectory();
        fill(1);
        fill(2);
        folders.setLast(MIGRATION, 2);

        assertThat(parent.toRealPath()).isEqualTo(folders.folder(MIGRATION, 2).toRealPath());
    }

    @Test
    void theTargetFindsEachRoundBeforeTheOther() throws IOException {
        for (int round = 1; round <= 3; round++) {
            fill(round);
        }
        folders.chain(MIGRATION);
        folders.chain(MIGRATION);

        assertThat(chain(images)).containsExactly("round 3", "round 2", "round 1");
    }

    /** CRIU finds less than nothing in an empty one. */
    @Test
    void roundsThatWereNotMadeAreNotInTheChain() throws IOException {
        fill(1);
        folders.chain(MIGRATION);

        assertThat(chain(images)).containsExactly("round 1");
    }

    @Test
    void thereAreNoMoreRoundsThanTheRuleAllows() {
        assertThatThrownBy(() -> folders.folder(MIGRATION, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> folders.folder(MIGRATION, 9))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linksAreNotAmongTheFilesThatTravel() throws IOException {
        fill(1);
        fill(2);
        folders.chain(MIGRATION);

        assertThat(OciDump.files(folders.folder(MIGRATION, 2)).files())
                .extracting(file -> file.name())
                .containsExactly("pages-1.img");
    }

    private void fill(int round) throws IOException {
        Files.writeString(
                folders.folder(MIGRATION, round).resolve("pages-1.img"), "round " + round);
    }

    private static List<String> chain(Path folder) throws IOException {
        List<String> found = new java.util.ArrayList<>();
        for (Path at = folder.resolve("parent"); Files.exists(at); at = at.resolve("parent")) {
            found.add(Files.readString(at.resolve("pages-1.img")));
        }
        return found;
    }

    /** Mounts nothing. */
    private static final class Unmounted implements CommandRunner {

        private final ProcessRunner others = new ProcessRunner();

        @Override
        public CommandResult run(Command command) {
            return command.arguments().getFirst().equals("mount")
                    ? new CommandResult(0, "", "")
                    : others.run(command);
        }

        @Override
        public io.transship.daemon.command.RunningCommand start(Command command) {
            return others.start(command);
        }

        @Override
        public CommandResult run(Command command, String input) {
            return others.run(command, input);
        }

        @Override
        public CommandResult feed(Command command, InputStream input) throws IOException {
            return others.feed(command, input);
        }

        @Override
        public CommandResult drain(Command command, OutputStream output) throws IOException {
            return others.drain(command, output);
        }
    }
}
