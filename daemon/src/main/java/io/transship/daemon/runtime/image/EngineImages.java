package io.transship.daemon.runtime.image;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * An engine's images. They travel in the form of {@code docker save}, which keeps the configuration
 * byte for byte and so the image's id, and leaves layers uncompressed. Thread-safe.
 */
public final class EngineImages implements ImageStore {

    private static final Duration LONGEST_COPY = Duration.ofHours(2);

    private final EngineClient engine;
    private final String export;
    private final String load;

    private EngineImages(EngineClient engine, String export, String load) {
        this.engine = engine;
        this.export = export;
        this.load = load;
    }

    /** Docker's. */
    public static EngineImages ofDocker(EngineClient docker) {
        return new EngineImages(docker, "/get", "/images/load?quiet=true");
    }

    /** Podman's, which knows several forms of archives. */
    public static EngineImages ofPodman(EngineClient podman) {
        return new EngineImages(podman, "/get?format=docker-archive", "/images/load");
    }

    @Override
    public Optional<Image> find(String reference) {
        if (!ImageReference.isValid(reference)) {
            throw new TransshipException(
                    FailureCode.USAGE, "'" + reference + "' is not an image reference");
        }
        return engine.find("/images/" + reference + "/json").map(EngineImages::image);
    }

    private static Image image(JsonNode page) {
        return new Image(
                ImageIds.full(page.path("Id").asString("")),
                new ByteCount(Math.max(0, page.path("Size").asLong(0))),
                page.path("RootFS")
                        .path("Layers")
                        .valueStream()
                        .map(each -> each.asString(""))
                        .toList());
    }

    @Override
    public int shared(List<String> layers) {
        return engine.get("/images/json")
                .valueStream()
                .map(each -> ImageIds.full(each.path("Id").asString("")))
                .flatMap(id -> find(id).stream())
                .mapToInt(image -> common(image.layers(), layers))
                .max()
                .orElse(0);
    }

    private static int common(List<String> one, List<String> other) {
        int most = Math.min(one.size(), other.size());
        int same = 0;
        while (same < most && one.get(same).equals(other.get(same))) {
            same++;
        }
        return same;
    }

    @Override
    public void export(String imageId, Set<String> spared, OutputStream out) throws IOException {
        engine.download(
                "/images/" + ImageIds.bare(imageId) + export,
                spared.isEmpty() ? out : new ThinArchive(out, spared),
                LONGEST_COPY);
    }

    @Override
    public void load(String imageId, String reference, InputStream in) throws IOException {
        String bare = ImageIds.bare(imageId);
        String answer = engine.upload(load, in, LONGEST_COPY);
        if (find(imageId).isEmpty()) {
            throw new TransshipException(
                    FailureCode.IMAGE_UNAVAILABLE,
                    "image " + imageId + " did not come out of what was sent: " + answer.strip());
        }
        if (!ImageIds.isId(reference) && !reference.contains("@")) {
            tag(bare, reference);
        }
    }

    private void tag(String id, String reference) {
        int colon = reference.lastIndexOf(':');
        boolean tagged = colon > reference.lastIndexOf('/');
        String repository = tagged ? reference.substring(0, colon) : reference;
        String tag = tagged ? reference.substring(colon + 1) : "latest";
        engine.post(
                "/images/%s/tag?repo=%s&tag=%s".formatted(id, encoded(repository), encoded(tag)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
