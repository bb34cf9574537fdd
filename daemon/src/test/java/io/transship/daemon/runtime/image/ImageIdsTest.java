package io.transship.daemon.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageIdsTest {

    @Test
    void idsAreCheckedBeforeTheyGetIntoAnUrl() {
        String hex = "0123456789abcdef".repeat(4);
        assertThat(ImageIds.full(hex)).isEqualTo("sha256:" + hex);
        assertThat(ImageIds.full("sha256:" + hex)).isEqualTo("sha256:" + hex);
        assertThat(ImageIds.bare("sha256:" + hex)).isEqualTo(hex);
        for (String hostile : List.of("", hex, "sha256:../x", "sha256:" + hex + "/../y")) {
            assertThatThrownBy(() -> ImageIds.bare(hostile)).isInstanceOf(TransshipException.class);
        }
    }
}
