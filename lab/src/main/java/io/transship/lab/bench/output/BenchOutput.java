package io.transship.lab.bench.output;

import static java.util.Objects.requireNonNull;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** What every bench has, as picocli's mixin: where its lines go, and {@code --json}. */
public final class BenchOutput {

    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = WritableFile.class,
            description = "Also write every number there.")
    private @Nullable Path json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Where the lines go. */
    public PrintWriter out() {
        return requireNonNull(command, "picocli sets it").commandLine().getOut();
    }

    /** Writes a line that is seen at once. */
    public void say(String line) {
        out().println(line);
        out().flush();
    }

    /** Writes {@code {"bench": name, "rows": [...]}}, if a file is asked for. */
    public void rows(String bench, List<?> rows) {
        document(bench, Map.of("rows", rows));
    }

    /** Writes {@code {"bench": name, ...}}, if a file is asked for. */
    public void document(String bench, Map<String, ?> numbers) {
        if (json == null) {
            return;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("bench", bench);
        document.putAll(numbers);
        try {
            Files.writeString(json, JsonMapper.builder().build().writeValueAsString(document));
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.USAGE, "--json " + json + " can't be written: " + e + ".", e);
        }
    }
}
