package io.transship.daemon.luggage;

import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.runtime.ImageStore;
import io.transship.daemon.wire.WireFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A container's image as it arrives at the target. Not thread-safe. */
public final class ArrivingImage {

    private final ImageStore images;
    private final Handover handover;
    private final Path file;

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

    /** Gives the engine what came; nothing of it stays in the folder. */
    public void load() throws IOException {
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                images.load(handover.imageId(), handover.spec().image(), in);
            }
            Files.delete(file);
        }
    }
}
