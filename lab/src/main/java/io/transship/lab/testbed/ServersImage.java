package io.transship.lab.testbed;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The image of servers of Debian's packages; rootfs/build-servers.sh makes it. Only tests need it.
 */
public final class ServersImage {

    /** The image's name. */
    public static final String NAME = "transship-servers";

    private static final String RECIPE = "/rootfs/build-servers.sh";

    private ServersImage() {}

    /**
     * The archive that this release's recipe makes, for {@code docker load}.
     *
     * @throws TransshipException MACHINE_INCOMPLETE if it has not been built
     */
    public static Path find() {
        Path bundle =
                Path.of(
                        "/var/cache/transship/servers-"
                                + RootFilesystem.recipe(RECIPE).substring(0, 12));
        if (!Files.isRegularFile(bundle.resolve("stamp"))) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE,
                    "the image of servers is not at " + bundle + ".",
                    "Build it with './transship test --tier lab' or rootfs/build-servers.sh.",
                    null);
        }
        return bundle.resolve("servers.tar");
    }
}
