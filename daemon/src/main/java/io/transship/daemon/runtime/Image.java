package io.transship.daemon.runtime;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An image on this host.
 *
 * @param id digest of its configuration ("sha256:…"), the same on every host
 * @param size about as many bytes as an export has
 * @param layers ids of its layers ("sha256:…"), the lowest first
 */
public record Image(String id, ByteCount size, List<String> layers) {

    /** Copies the list. */
    public Image {
        layers = List.copyOf(layers);
    }

    /** What need not travel to a host that has the first layers: not if it comes again above. */
    public Set<String> without(int first) {
        int known = Math.clamp(first, 0, layers.size());
        Set<String> spared = new HashSet<>(layers.subList(0, known));
        layers.subList(known, layers.size()).forEach(spared::remove);
        return spared;
    }

    /** The image of that reference, which is expected to be there: else IMAGE_UNAVAILABLE. */
    public static Image demand(ImageStore images, String reference) {
        return images.find(reference)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.IMAGE_UNAVAILABLE,
                                        "no image '" + reference + "' on this host."));
    }
}
