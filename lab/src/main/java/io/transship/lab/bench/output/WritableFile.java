package io.transship.lab.bench.output;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file that a bench writes at its end: what could not be written is refused at its start. */
public final class WritableFile implements ITypeConverter<Path> {

    @Override
    public Path convert(String text) {
        try {
            Path file = Path.of(text);
            Path folder = requireNonNull(file.toAbsolutePath().getParent(), "/ is a folder");
            boolean isNew = !Files.exists(file);
            if (Files.isDirectory(file) || !Files.isWritable(isNew ? folder : file)) {
                throw new TypeConversionException(
                        "'" + text + "' can't be written; name a file in a folder that is there");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' is no name of a file");
        }
    }
}
