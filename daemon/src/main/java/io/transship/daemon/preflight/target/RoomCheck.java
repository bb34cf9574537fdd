package io.transship.daemon.preflight.target;

import io.transship.core.model.ByteCount;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.host.DiskCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether image and layer fit: once as they arrive, once as the engine keeps them. */
final class RoomCheck implements Check {

    private final TargetChecks.Host host;
    private final ByteCount arriving;

    RoomCheck(TargetChecks.Host host, Wanted wanted, boolean travels) {
        this.host = host;
        this.arriving =
                new ByteCount(wanted.layer().bytes() + (travels ? wanted.imageSize().bytes() : 0));
    }

    @Override
    public String subject() {
        return "disk";
    }

    @Override
    public List<Finding> look() {
        Path work = host.workDirectory();
        Path engine = host.inspection().engine().root();
        if (areTogether(work, engine)) {
            ByteCount twice = new ByteCount(2 * arriving.bytes());
            return new DiskCheck("disk", engine, twice).look();
        }
        return Stream.of(
                        new DiskCheck("disk of the work folder", work, arriving),
                        new DiskCheck("disk of the engine", engine, arriving))
                .flatMap(each -> each.look().stream())
                .toList();
    }

    private static boolean areTogether(Path one, Path other) {
        try {
            return Files.getFileStore(one).equals(Files.getFileStore(other));
        } catch (IOException e) {
            return false;
        }
    }
}
