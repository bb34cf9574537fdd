package io.transship.settings;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a YAML file into a record.
 *
 * <ul>
 *   <li>The record's components are the keys; nested records, {@code List} and {@code Map} nest.
 *   <li>Values are text until the record's type says what they are: numbers, true/false, enum
 *       constants ("shortest-path" is SHORTEST_PATH), {@code Duration} ("4s"), {@code Path}
 *       (relative to the file), and every record with {@code parse(String)} or one text component
 *       ({@code BitRate} "10Mbit/s", {@code ByteCount} "64MiB", {@link HostAndPort}, ids).
 *   <li>A missing key takes its {@link Default}; a list or map is empty; a {@code @Nullable}
 *       component is null; any other is a problem.
 *   <li>{@link Within} bounds a value; a compact constructor may refuse with {@code
 *       IllegalArgumentException}; {@link SelfChecking} checks across keys.
 * </ul>
 *
 * All problems of a file are reported together, each with line and column.
 */
public final class ConfigReader {

    private ConfigReader() {}

    /**
     * Reads {@code file}.
     *
     * @throws TransshipException CONFIG_INVALID with one line for each problem
     */
    public static <R extends Record> R read(Path file, Class<R> type) {
        return read(file, type, Overrides.NONE);
    }

    /**
     * Reads {@code file} with other values put over its own.
     *
     * @throws TransshipException CONFIG_INVALID with one line for each problem
     */
    public static <R extends Record> R read(Path file, Class<R> type, Overrides overrides) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        Named source = new Named(file.toString(), text(file));
        Node root = OverriddenTree.with(root(source.text(), source.file()), overrides.of(type));
        return bind(root, source, folder, type);
    }

    /**
     * Every value of a file that is valid with these values over it, defaults included.
     *
     * @throws TransshipException CONFIG_INVALID if the file can't be read
     */
    public static List<Setting> settings(
            Path file, Class<? extends Record> type, Overrides overrides) {
        String name = file.toString();
        Node root = OverriddenTree.with(root(text(file), name), overrides.of(type));
        return SettingsList.of(root, type, name);
    }

    /**
     * Reads {@code text} as if it stood in a file of that name in {@code folder}.
     *
     * @throws TransshipException CONFIG_INVALID with one line for each problem
     */
    public static <R extends Record> R parse(String text, String file, Path folder, Class<R> type) {
        return bind(root(text, file), new Named(file, text), folder, type);
    }

    private static Node root(String text, String file) {
        return YamlSource.parse(text, file)
                .orElseGet(() -> YamlSource.parse("{}", file).orElseThrow());
    }

    /** A file's text with its name. */
    private record Named(String file, String text) {}

    private static <R extends Record> R bind(Node root, Named source, Path folder, Class<R> type) {
        Problems problems = new Problems(source.file());
        Object value =
                new RecordBinder(problems, new Scalars(folder), source.text()).bind(root, type);
        problems.throwIfAny();
        return type.cast(Objects.requireNonNull(value));
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > YamlSource.MAX_CHARACTERS) {
                throw new TransshipException(
                        FailureCode.CONFIG_INVALID, file + " is larger than 1 MiB.");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID, "there is no file " + file + ".", e);
        } catch (CharacterCodingException e) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID, file + " is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID,
                    file + " can't be read: " + e.getMessage() + ".",
                    e);
        }
    }
}
