package io.transship.manager;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.prototype.PrototypeImport;
import io.transship.settings.ConfigReader;
import io.transship.settings.Overrides;
import io.transship.settings.Setting;
import io.transship.settings.Suggestion;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code transship config}: works on configuration files, without a running manager. */
public final class ConfigMain {

    private static final int BAD_INPUT = 2;
    private static final List<String> VERBS = List.of("check", "show", "import");
    private static final String USAGE =
            """
            Usage: transship config check FILE [--set KEY=VALUE]...
                   transship config show [FILE] [--set KEY=VALUE]...
                   transship config import CONFIGURATION HOSTSINFO [-o FILE]
            Works on the manager's configuration files. No manager needs to run.

              check    says whether a file is valid; else each problem with its line
              show     every value with its source: default, the file's line, the
                       environment (TRANSSHIP_LIMITS_COOLDOWN=2m) or the command line;
                       without FILE: of the manager that runs
              import   makes a configuration of the two files of the thesis' prototype

              --set KEY=VALUE   as for 'transship manager': stands above file and environment
              -o FILE           where to write; else the screen. A file that is there stays
              --help            this

            Examples:
              transship config check manager.yaml
              transship config show manager.yaml --set policy=random
              transship config import configuration hostsInfo.txt -o manager.yaml
            """;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    private ConfigMain(PrintStream out, PrintStream err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    /** Runs one verb. */
    public static void main(String[] args) {
        System.exit(run(System.out, System.err, System.getenv(), args));
    }

    /** Runs one verb and returns the exit code: 0 done, 2 the file or the order is wrong. */
    static int run(
            PrintStream out, PrintStream err, Map<String, String> environment, String... args) {
        try {
            return new ConfigMain(out, err, environment).run(List.of(args));
        } catch (TransshipException e) {
            err.println(e.line());
            return BAD_INPUT;
        }
    }

    private int run(List<String> words) {
        if (words.isEmpty() || words.contains("--help") || words.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        List<String> rest = new ArrayList<>(words.subList(1, words.size()));
        switch (words.getFirst()) {
            case "check" -> check(rest);
            case "show" -> show(rest);
            case "import" -> importPrototype(rest);
            default ->
                    throw usage(
                            "there is no 'config "
                                    + words.getFirst()
                                    + "'"
                                    + Suggestion.hint(words.getFirst(), VERBS));
        }
        out.flush();
        return 0;
    }

    private void check(List<String> words) {
        Overrides overrides = overrides(words);
        Path file = Path.of(only(words, "check wants one FILE."));
        List<String> remarks = ConfigCheck.remarks(file, overrides);
        out.println(file + " is valid.");
        remarks.forEach(remark -> err.println("note: " + remark));
    }

    private void show(List<String> words) {
        Overrides overrides = overrides(words);
        Path file = Path.of(only(words, "show wants one FILE here."));
        ConfigLoader.load(file, overrides);
        List<Setting> settings = ConfigReader.settings(file, ManagerConfig.class, overrides);
        int key = settings.stream().mapToInt(each -> each.key().length()).max().orElse(0);
        int value = settings.stream().mapToInt(each -> each.value().length()).max().orElse(0);
        for (Setting each : settings) {
            out.println(
                    pad(each.key(), key) + "  " + pad(each.value(), value) + "  " + each.source());
        }
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private void importPrototype(List<String> words) {
        Optional<Path> target = option(words, "-o").map(Path::of);
        target.filter(Files::exists)
                .ifPresent(
                        file -> {
                            throw usage(file + " is there already; name another file.");
                        });
        if (words.size() != 2) {
            throw usage("import wants two files: CONFIGURATION HOSTSINFO.");
        }
        PrototypeImport.Result made =
                PrototypeImport.of(source(words.getFirst()), source(words.getLast()));
        if (target.isPresent()) {
            write(target.get(), made.yaml());
            out.println("wrote " + target.get() + ", which is valid");
        } else {
            out.print(made.yaml());
        }
        made.notes().forEach(note -> err.println("note: " + note));
    }

    private static PrototypeImport.Source source(String file) {
        try {
            return new PrototypeImport.Source(file, Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID, file + " can't be read as UTF-8 text.", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.USAGE, file + " can't be written: " + e.getMessage() + ".", e);
        }
    }

    private Overrides overrides(List<String> words) {
        List<String> assignments = new ArrayList<>();
        Optional<String> next = option(words, "--set");
        while (next.isPresent()) {
            assignments.add(next.get());
            next = option(words, "--set");
        }
        return Overrides.of(environment, assignments);
    }

    /** Takes an option and its value out of the words. */
    private static Optional<String> option(List<String> words, String name) {
        int at = words.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == words.size()) {
            throw usage(name + " wants a value after it.");
        }
        words.remove(at);
        return Optional.of(words.remove(at));
    }

    private static String only(List<String> words, String otherwise) {
        if (words.size() != 1 || words.getFirst().startsWith("-")) {
            throw usage(otherwise);
        }
        return words.getFirst();
    }

    private static TransshipException usage(String message) {
        return new TransshipException(
                FailureCode.USAGE, message, "See 'transship config --help'.", null);
    }
}
