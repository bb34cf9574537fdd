package io.transship.daemon.runtime;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;

/**
 * An image on this host.
 *
 * @param id digest of its configuration ("sha256:…"), the same on every host
 * @param size about as many bytes as an export has
 */
public record Image(String id, ByteCount size) {

    /** The image of that reference, which is expected to be there: else IMAGE_UNAVAILABLE. */
    public static Image demand(ImageStore images, String reference) {
        return images.find(reference)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.IMAGE_UNAVAILABLE,
                                        "no image '" + reference + "' on this host"));
    }
}
