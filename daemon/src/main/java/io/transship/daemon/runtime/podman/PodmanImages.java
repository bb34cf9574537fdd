package io.transship.daemon.runtime.podman;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.daemon.runtime.Image;
import io.transship.daemon.runtime.ImageReference;
import io.transship.daemon.runtime.ImageStore;
import io.transship.daemon.runtime.http.EngineClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Podman's images. They travel as docker-archive, which keeps the configuration byte for byte and
 * so the image's id, and leaves layers uncompressed. Thread-safe.
 */
public final class PodmanImages implements ImageStore {

    private static final Duration LONGEST_COPY = Duration.ofHours(2);

    private final EngineClient podman;

    /** Works on this engine's images. */
    public PodmanImages(EngineClient podman) {
        this.podman = podman;
    }

    @Override
    public Optional<Image> find(String reference) {
        if (!ImageReference.isValid(reference)) {
            throw new TransshipException(
                    FailureCode.USAGE, "'" + reference + "' is not an image reference");
        }
        return podman.find("/images/" + reference + "/json")
                .map(
                        page ->
                                new Image(
                                        PodmanIds.full(page.path("Id").asString("")),
                                        new ByteCount(Math.max(0, page.path("Size").asLong(0)))));
    }

    @Override
    public void export(String imageId, OutputStream out) throws IOException {
        podman.download(
                "/images/" + PodmanIds.bare(imageId) + "/get?format=docker-archive",
                out,
                LONGEST_COPY);
    }

    @Override
    public void load(String imageId, String reference, InputStream in) throws IOException {
        String bare = PodmanIds.bare(imageId);
        String answer = podman.upload("/images/load", in, LONGEST_COPY);
        if (find(imageId).isEmpty()) {
            throw new TransshipException(
                    FailureCode.IMAGE_UNAVAILABLE,
                    "image " + imageId + " did not come out of what was sent: " + answer.strip());
        }
        if (!PodmanIds.isId(reference) && !reference.contains("@")) {
            tag(bare, reference);
        }
    }

    private void tag(String id, String reference) {
        int colon = reference.lastIndexOf(':');
        boolean tagged = colon > reference.lastIndexOf('/');
        String repository = tagged ? reference.substring(0, colon) : reference;
        String tag = tagged ? reference.substring(colon + 1) : "latest";
        podman.post(
                "/images/%s/tag?repo=%s&tag=%s".formatted(id, encoded(repository), encoded(tag)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
