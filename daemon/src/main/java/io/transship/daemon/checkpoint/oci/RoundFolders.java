package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.prediction.PreCopyRounds;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.tree.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The folders of a pre-copy's rounds: {@code rounds/1}, {@code rounds/2} and so on, beside the
 * dump's. CRIU finds the round before one by the link {@code parent}.
 */
final class RoundFolders {

    /** From the dump's folder: the last round's, whichever that turns out to be. */
    static final String PARENT_OF_DUMP = "../rounds/last";

    /** CRIU's name for it. */
    private static final String PARENT = "parent";

    private static final String LAST = "last";

    private final Workspace workspace;

    RoundFolders(Workspace workspace) {
        this.workspace = workspace;
    }

    /** From a round's folder: that of the round before. */
    static String parentOf(int round) {
        return "../" + (round - 1);
    }

    Path folder(MigrationId migration, int round) {
        if (round < 1 || round > PreCopyRounds.MOST) {
            throw new IllegalArgumentException("there is no round " + round);
        }
        return workspace.rounds(migration).resolve(Integer.toString(round));
    }

    /** Makes all of them. A dump that is started ahead finds a last round, empty yet. */
    void create(MigrationId migration) {
        workspace.createRounds(migration);
        try {
            for (int round = 1; round <= PreCopyRounds.MOST; round++) {
                Files.createDirectories(folder(migration, round));
            }
            link(workspace.rounds(migration).resolve(LAST), "1");
        } catch (IOException e) {
            throw unusable(migration, e);
        }
    }

    /** The dump follows this round, as long as there is no further one. */
    void setLast(MigrationId migration, int round) {
        try {
            link(workspace.rounds(migration).resolve(LAST), Integer.toString(round));
        } catch (IOException e) {
            throw unusable(migration, e);
        }
    }

    /** Where files came over the network: links them as CRIU linked them on the source. */
    void chain(MigrationId migration) {
        if (!Files.exists(workspace.rounds(migration))) {
            return;
        }
        try {
            int round = 1;
            while (round < PreCopyRounds.MOST
                    && !FolderTree.isEmpty(folder(migration, round + 1))) {
                round++;
                link(folder(migration, round).resolve(PARENT), parentOf(round));
            }
            setLast(migration, round);
            link(workspace.images(migration).resolve(PARENT), PARENT_OF_DUMP);
        } catch (IOException e) {
            throw unusable(migration, e);
        }
    }

    private static void link(Path link, String target) throws IOException {
        Path fresh = link.resolveSibling(link.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, Path.of(target));
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
    }

    private static TransshipException unusable(MigrationId migration, IOException e) {
        return new TransshipException(
                FailureCode.DISK_FULL,
                "the rounds of migration " + migration + " have no folders: " + e,
                e);
    }
}
