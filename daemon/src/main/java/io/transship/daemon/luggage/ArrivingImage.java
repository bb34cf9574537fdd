package io.transship.daemon.luggage;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.runtime.ImageStore;
import io.transship.daemon.wire.WireFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A container's image as it arrives at the target. Not thread-safe. */
public final class ArrivingImage {

    /** The batch that brings all of an image that did not come out of its missing layers. */
    public static final int WHOLE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(ArrivingImage.class);

    private final ImageStore images;
    private final Handover handover;
    private final Path file;
    private int present;
    private boolean wanted;

    /** The one that comes into this folder, unless the engine has it. */
    public ArrivingImage(ImageStore images, Handover handover, Path directory) {
        this.images = images;
        this.handover = handover;
        this.file = directory.resolve(WireFiles.IMAGE);
    }

    /** Whether it has to be sent. */
    public boolean isMissing() {
        return images.find(handover.imageId()).isEmpty();
    }

    /** How many of its first layers need not be sent. */
    public int present(List<String> layers) {
        present = images.shared(layers);
        return present;
    }

    /** Whether all of it has to be sent after all. */
    public boolean isWantedWhole() {
        return wanted;
    }

    /**
     * Gives the engine what came; nothing of it stays in the folder. Layers that were here may have
     * gone meanwhile: then the whole image is wanted, once.
     */
    public void load() throws IOException {
        wanted = false;
        if (!Files.exists(file)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            images.load(handover.imageId(), handover.spec().image(), in);
        } catch (TransshipException e) {
            if (present == 0 || e.code() == FailureCode.DISK_FULL) {
                throw e;
            }
            LOG.warn(
                    "The image of {} does not come out of its missing layers, all of it is asked"
                            + " for: {}",
                    handover.spec().name(),
                    e.line());
            present = 0;
            wanted = true;
        }
        Files.delete(file);
    }
}
