package io.transship.daemon.testing;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.daemon.runtime.Image;
import io.transship.daemon.runtime.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Images in memory. */
public final class MemoryImages implements ImageStore {

    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private final Map<String, String> references = new ConcurrentHashMap<>();

    private volatile List<String> layers = List.of();
    private volatile int shared;

    MemoryImages() {}

    /** Each image has these layers. */
    public void layers(List<String> names) {
        layers = names;
    }

    /** Says that so many layers are here, which is not true any more when the rest arrives. */
    public void pretend(int first) {
        shared = first;
    }

    /** Puts an image there. */
    public void add(String id, String reference, byte[] content) {
        contents.put(id, content.clone());
        references.put(reference, id);
    }

    @Override
    public Optional<Image> find(String reference) {
        String id = references.getOrDefault(reference, reference);
        return Optional.ofNullable(contents.get(id))
                .map(content -> new Image(id, new ByteCount(content.length), layers));
    }

    @Override
    public int shared(List<String> layers) {
        return shared;
    }

    @Override
    public void export(String imageId, Set<String> spared, OutputStream out) throws IOException {
        if (spared.isEmpty()) {
            out.write(Objects.requireNonNull(contents.get(imageId)));
        }
    }

    @Override
    public void load(String imageId, String reference, InputStream in) throws IOException {
        byte[] content = in.readAllBytes();
        if (content.length == 0) {
            throw new TransshipException(
                    FailureCode.IMAGE_UNAVAILABLE, "image " + imageId + " lacks layers.");
        }
        add(imageId, reference, content);
    }
}
