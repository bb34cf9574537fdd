package io.transship.daemon.runtime.docker;

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
import java.util.regex.Pattern;

/** Docker's images. Thread-safe. */
public final class DockerImages implements ImageStore {

    private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Duration LONGEST_COPY = Duration.ofHours(2);

    private final EngineClient docker;

    /** Works on this engine's images. */
    public DockerImages(EngineClient docker) {
        this.docker = docker;
    }

    @Override
    public Optional<Image> find(String reference) {
        if (!ImageReference.isValid(reference)) {
            throw new TransshipException(
                    FailureCode.USAGE, "'" + reference + "' is not an image reference");
        }
        return docker.find("/images/" + reference + "/json")
                .map(
                        page ->
                                new Image(
                                        page.path("Id").asString(""),
                                        new ByteCount(Math.max(0, page.path("Size").asLong(0)))));
    }

    @Override
    public void export(String imageId, OutputStream out) throws IOException {
        docker.download("/images/" + checked(imageId) + "/get", out, LONGEST_COPY);
    }

    @Override
    public void load(String imageId, String reference, InputStream in) throws IOException {
        checked(imageId);
        String answer = docker.upload("/images/load?quiet=true", in, LONGEST_COPY);
        if (find(imageId).isEmpty()) {
            throw new TransshipException(
                    FailureCode.IMAGE_UNAVAILABLE,
                    "image " + imageId + " did not come out of what was sent: " + answer.strip());
        }
        if (!ID.matcher(reference).matches() && !reference.contains("@")) {
            tag(imageId, reference);
        }
    }

    private void tag(String imageId, String reference) {
        int colon = reference.lastIndexOf(':');
        boolean tagged = colon > reference.lastIndexOf('/');
        String repository = tagged ? reference.substring(0, colon) : reference;
        String tag = tagged ? reference.substring(colon + 1) : "latest";
        docker.post(
                "/images/%s/tag?repo=%s&tag=%s"
                        .formatted(
                                imageId,
                                URLEncoder.encode(repository, StandardCharsets.UTF_8),
                                URLEncoder.encode(tag, StandardCharsets.UTF_8)));
    }

    private static String checked(String imageId) {
        if (!ID.matcher(imageId).matches()) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION, "'" + imageId + "' is not the id of an image");
        }
        return imageId;
    }
}
