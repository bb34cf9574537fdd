package io.transship.cli;

import io.transship.cli.verb.AbortVerb;
import io.transship.cli.verb.ApproveVerb;
import io.transship.cli.verb.CheckVerb;
import io.transship.cli.verb.ConfigVerb;
import io.transship.cli.verb.ContainersVerb;
import io.transship.cli.verb.DecisionsVerb;
import io.transship.cli.verb.DoctorVerb;
import io.transship.cli.verb.DrainVerb;
import io.transship.cli.verb.EventsVerb;
import io.transship.cli.verb.ExplainVerb;
import io.transship.cli.verb.ForecastVerb;
import io.transship.cli.verb.HostsVerb;
import io.transship.cli.verb.MigrateVerb;
import io.transship.cli.verb.MigrationVerb;
import io.transship.cli.verb.MigrationsVerb;
import io.transship.cli.verb.PlanVerb;
import io.transship.cli.verb.PoliciesVerb;
import io.transship.cli.verb.PolicyVerb;
import io.transship.cli.verb.RejectVerb;
import io.transship.cli.verb.RunVerb;
import io.transship.cli.verb.StatusVerb;
import io.transship.cli.verb.UndrainVerb;
import io.transship.core.failure.FailureFamily;
import io.transship.core.failure.TransshipException;
import io.transship.settings.Suggestion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The command line. Exit code 0: done; 1: it was tried and failed; 2: the order makes no sense.
 * Every failure is one line.
 */
@Command(
        name = "transship",
        mixinStandardHelpOptions = true,
        description = "Speaks to a running Transship manager.",
        subcommands = {
            StatusVerb.class,
            HostsVerb.class,
            ContainersVerb.class,
            RunVerb.class,
            CheckVerb.class,
            DoctorVerb.class,
            MigrateVerb.class,
            PlanVerb.class,
            AbortVerb.class,
            MigrationsVerb.class,
            MigrationVerb.class,
            DecisionsVerb.class,
            ExplainVerb.class,
            ApproveVerb.class,
            RejectVerb.class,
            PoliciesVerb.class,
            PolicyVerb.class,
            DrainVerb.class,
            UndrainVerb.class,
            EventsVerb.class,
            ForecastVerb.class,
            ConfigVerb.class
        },
        footer = {"", "Example:", "  transship status", "See 'transship VERB --help' for a verb."})
public final class Main {

    private static final List<String> OTHERS =
            List.of("build", "daemon", "demo", "experiment", "lab", "manager", "test");
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    Main() {}

    /** Runs one verb. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /** Runs one verb and returns the exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Main());
        if (args.length > 0 && !args[0].startsWith("-") && !verbs(line).contains(args[0])) {
            err.printf(
                    "USAGE: there is no verb '%s'%s See 'transship --help'.%n",
                    args[0], Suggestion.hint(args[0], verbs(line)));
            return BAD_INPUT;
        }
        return line.setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((failure, given) -> badInput(failure, err))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, err))
                .execute(args);
    }

    /** Those of this program, and those that the launcher gives to others. */
    private static Set<String> verbs(CommandLine line) {
        Set<String> verbs = new TreeSet<>(line.getSubcommands().keySet());
        verbs.addAll(OTHERS);
        return verbs;
    }

    private static int badInput(ParameterException failure, PrintWriter err) {
        String verb = failure.getCommandLine().getCommandSpec().qualifiedName();
        String words = String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        err.println("USAGE: " + words.replaceAll("\\.$", "") + ". See '" + verb + " --help'.");
        return BAD_INPUT;
    }

    private static int failed(Exception failure, PrintWriter err) throws Exception {
        if (failure instanceof TransshipException known) {
            err.println(known.line());
            return known.code().family() == FailureFamily.PREFLIGHT ? BAD_INPUT : FAILED;
        }
        throw failure;
    }
}
