package io.transship.cli.verb;

import picocli.CommandLine.Parameters;

/** Which decision a verb is about. */
final class DecisionChoice {

    @Parameters(paramLabel = "ID", description = "As 'transship decisions' lists it.")
    private String id = "";

    String id() {
        return id;
    }

    /** Where the API has it. */
    String path() {
        return "decisions/" + Segment.of(id);
    }

    /** Where the API has something of it ("replay"). */
    String path(String what) {
        return path() + "/" + what;
    }
}
