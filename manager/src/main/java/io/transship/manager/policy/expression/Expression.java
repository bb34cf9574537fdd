package io.transship.manager.policy.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.Program;
import io.transship.settings.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression in CEL over the variables of a candidate; checked, and bounded: it has no loops, so
 * that it costs no more than its own length. Thread-safe.
 */
final class Expression {

    private static final int LONGEST = 4096;
    private static final int DEEPEST = 32;
    private static final int LARGEST_PATTERN = 1000;

    private static final String UNKNOWN_NAME = "undeclared reference to '";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");

    private static final Cel CEL = cel();
    private static final Map<String, Variable> VARIABLES = new TreeMap<>();

    static {
        for (Variable each : Variable.values()) {
            VARIABLES.put(each.text(), each);
        }
    }

    private final Program program;

    private Expression(Program program) {
        this.program = program;
    }

    private static Cel cel() {
        CelBuilder builder =
                CelFactory.plannerCelBuilder()
                        .setOptions(
                                CelOptions.current()
                                        .maxExpressionCodePointSize(LONGEST)
                                        .maxParseRecursionDepth(DEEPEST)
                                        .maxRegexProgramSize(LARGEST_PATTERN)
                                        .enableComprehension(false)
                                        .enableHeterogeneousNumericComparisons(true)
                                        .build());
        for (Variable each : Variable.values()) {
            builder.addVar(each.text(), each.type());
        }
        return builder.build();
    }

    /** All that is wrong with a text, if it shall give a value of one of these types. */
    static List<ExpressionProblem> problems(String text, Set<CelType> types) {
        CelValidationResult result = CEL.compile(text);
        List<ExpressionProblem> problems = new ArrayList<>();
        for (CelIssue each : result.getErrors()) {
            problems.add(
                    new ExpressionProblem(
                            Math.max(1, each.getSourceLocation().getLine()),
                            Math.max(0, each.getSourceLocation().getColumn()) + 1,
                            meant(text, each)));
        }
        if (problems.isEmpty()) {
            CelType type = type(result);
            if (!types.contains(type)) {
                problems.add(
                        new ExpressionProblem(
                                1, 1, "gives %s, not %s".formatted(type.name(), names(types))));
            }
        }
        return problems;
    }

    /** The checker knows the first part of a name alone, and not what was meant. */
    private static String meant(String text, CelIssue issue) {
        if (!issue.getMessage().startsWith(UNKNOWN_NAME)) {
            return issue.getMessage();
        }
        List<String> lines = text.lines().toList();
        int line = Math.max(1, issue.getSourceLocation().getLine());
        int column = Math.max(0, issue.getSourceLocation().getColumn());
        Matcher name = NAME.matcher(line <= lines.size() ? lines.get(line - 1) : "");
        return name.find(Math.min(column, name.regionEnd())) && name.start() == column
                ? "there is no '%s'%s"
                        .formatted(name.group(), Suggestion.hint(name.group(), VARIABLES.keySet()))
                : issue.getMessage();
    }

    private static CelType type(CelValidationResult result) {
        try {
            return result.getAst().getResultType();
        } catch (CelValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String names(Set<CelType> types) {
        Set<String> names = new TreeSet<>();
        types.forEach(type -> names.add(type.name()));
        return String.join(" or ", names);
    }

    /**
     * The expression of a text without problems.
     *
     * @throws IllegalArgumentException if it has one
     */
    static Expression of(String text) {
        try {
            return new Expression(CEL.createProgram(CEL.compile(text).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * What it gives, or why it gives nothing.
     *
     * @param value the value, if there is one
     * @param reason else why not, for people
     */
    record Outcome(Optional<Object> value, String reason) {}

    /** For a candidate; what is not known of it is never made up. */
    Outcome evaluate(CandidateFacts facts) {
        Set<String> unknown = new TreeSet<>();
        try {
            Object value =
                    program.eval(
                            name -> {
                                Optional<Object> found =
                                        Optional.ofNullable(VARIABLES.get(name))
                                                .flatMap(each -> each.of(facts));
                                if (found.isEmpty() && VARIABLES.containsKey(name)) {
                                    unknown.add(name);
                                }
                                return found;
                            });
            return value instanceof CelUnknownSet
                    ? notKnown(unknown)
                    : new Outcome(Optional.of(value), "");
        } catch (CelEvaluationException | RuntimeException e) {
            return unknown.isEmpty()
                    ? new Outcome(Optional.empty(), String.valueOf(e.getMessage()))
                    : notKnown(unknown);
        }
    }

    private static Outcome notKnown(Set<String> unknown) {
        return new Outcome(Optional.empty(), String.join(", ", unknown) + " is not known");
    }
}
