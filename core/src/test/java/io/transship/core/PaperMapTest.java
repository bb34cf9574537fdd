package io.transship.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every class and test that docs/paper-map.md names exists, and each row has both. */
class PaperMapTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern NAME = Pattern.compile("`([a-z][\\w.]*\\.[A-Z]\\w*)`");

    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/paper-map.md")).stream()
                .filter(line -> line.matches("\\| [TP+].*"))
                .map(line -> line.split("\\|"))
                .toList();
    }

    private static List<String> names(String column) {
        return NAME.matcher(column).results().map((MatchResult name) -> name.group(1)).toList();
    }

    private static boolean exists(String name, String tree) {
        String file = "java/io/transship/" + name.replace('.', '/') + ".java";
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.anyMatch(
                    module -> Files.exists(module.resolve("src").resolve(tree).resolve(file)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyRowNamesAClassAndATestThatExist() throws IOException {
        assertThat(rows()).isNotEmpty();
        for (String[] row : rows()) {
            assertThat(row).as(String.join("|", row)).hasSize(6);
            boolean open = row[5].strip().startsWith("open");
            assertThat(open || !names(row[3]).isEmpty()).as("class of: " + row[2]).isTrue();
            assertThat(open || !names(row[4]).isEmpty()).as("test of: " + row[2]).isTrue();
            assertThat(names(row[3])).allMatch(name -> exists(name, "main"));
            assertThat(names(row[4])).allMatch(name -> exists(name, "test"));
        }
    }
}
