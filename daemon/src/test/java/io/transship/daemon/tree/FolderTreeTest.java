package io.transship.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {

    @TempDir private Path folder;

    @Test
    void emptyingAFolderFollowsNoLink() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "kept");
        Path layer = Files.createDirectories(folder.resolve("layer/deep"));
        Files.createSymbolicLink(layer.resolve("link"), outside);

        FolderTree.empty(folder.resolve("layer"));

        assertThat(folder.resolve("layer")).isEmptyDirectory();
        assertThat(outside.resolve("kept")).exists();
    }
}
