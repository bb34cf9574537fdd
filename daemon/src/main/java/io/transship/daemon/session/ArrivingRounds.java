package io.transship.daemon.session;

import io.transship.core.migration.MigrationMode;
import io.transship.core.prediction.PreCopyRounds;
import io.transship.daemon.checkpoint.MemoryRounds;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.session.pages.ImageSeal;
import io.transship.daemon.transfer.TransferInbox;
import io.transship.daemon.wire.WireFiles;
import java.util.List;
import java.util.stream.IntStream;

/** The rounds of a pre-copy as the target gets them; of other modes there are none. */
record ArrivingRounds(
        MemoryRounds rounds, MigrationId id, MigrationMode mode, TransferInbox inbox) {

    /** The source may send them from now on. */
    void open() {
        numbers()
                .forEach(
                        round ->
                                inbox.openFolder(WireFiles.round(round), rounds.folder(id, round)));
    }

    /** What they were when they came. */
    List<ImageSeal> seals() {
        return numbers()
                .mapToObj(
                        round ->
                                new ImageSeal(
                                        rounds.folder(id, round),
                                        inbox.checksums(WireFiles.round(round)),
                                        List.of()))
                .toList();
    }

    private IntStream numbers() {
        return mode == MigrationMode.PRE_COPY
                ? IntStream.rangeClosed(1, PreCopyRounds.MOST)
                : IntStream.empty();
    }
}
