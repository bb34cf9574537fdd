package io.transship.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/checks.md and the checks tell the same. */
class ChecksDocumentTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PREFLIGHT =
            ROOT.resolve("daemon/src/main/java/io/transship/daemon/preflight");
    private static final Path MANAGER =
            ROOT.resolve("manager/src/main/java/io/transship/manager/checks");

    /** What a class calls its subject: the text, or the text that something is added to. */
    private static final Pattern SUBJECT =
            Pattern.compile("String subject\\(\\) \\{\\s*return \"([^\"]+?)\\s*\"");

    private static final Pattern CODE = Pattern.compile("FailureCode\\.([A-Z_]+)");
    private static final Set<String> BY_OTHER_NAMES = Set.of("work folder", "port", "daemon");

    private static List<String> rows() throws IOException {
        try (Stream<String> lines = Files.lines(ROOT.resolve("docs/checks.md"))) {
            return lines.filter(line -> line.startsWith("| ")).toList();
        }
    }

    private static List<String> sources(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".java")).toList();
            return files.stream().map(ChecksDocumentTest::text).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> all = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            all.add(matcher.group(1));
        }
        return all;
    }

    @Test
    void everyCheckHasItsRowWithItsCodes() throws IOException {
        List<String> rows = rows();
        for (String source : sources(PREFLIGHT)) {
            for (String subject : found(SUBJECT, source)) {
                String cells =
                        rows.stream()
                                .filter(row -> row.startsWith("| " + subject + " |"))
                                .collect(Collectors.joining());
                assertThat(cells).as("a row for '%s'", subject).isNotEmpty();
                boolean judge = source.contains("implements Judge");
                Set<String> codes = judge ? Set.of("NOT_DUMPABLE") : found(CODE, source);
                codes.forEach(
                        code -> assertThat(cells).as("the row of '%s'", subject).contains(code));
            }
        }
    }

    @Test
    void everyCodeOfACheckIsOnThePage() throws IOException {
        String page = String.join("\n", rows());
        Set<String> internal = Set.of("INTERNAL", "PROTOCOL_VIOLATION");
        for (Path folder : List.of(PREFLIGHT, MANAGER)) {
            for (String source : sources(folder)) {
                Set<String> codes = found(CODE, source);
                codes.removeAll(internal);
                codes.forEach(code -> assertThat(page).contains(code));
            }
        }
    }

    @Test
    void everyRowHasItsCheck() throws IOException {
        String sources =
                String.join("", sources(PREFLIGHT))
                        + String.join("", sources(MANAGER))
                        + text(
                                ROOT.resolve(
                                        "manager/src/main/java/io/transship/manager/service"
                                                + "/LiveChecks.java"));
        for (String row : rows()) {
            String subject = row.split("\\|", -1)[1].strip();
            if (!subject.equals("subject") && !BY_OTHER_NAMES.contains(subject)) {
                assertThat(sources).as("the row '%s'", subject).contains("\"" + subject);
            }
        }
    }
}
