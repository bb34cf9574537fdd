package io.transship.cli.verb;

import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code transship forecast}. */
@Command(
        name = "forecast",
        mixinStandardHelpOptions = true,
        description = {
            "What the loads are expected to be a short time ahead, and how wrong that has "
                    + "been:",
            "sum of absolute errors over sum of values."
        },
        footer = {"", "Example:", "  transship forecast"})
public final class ForecastVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Override
    public Integer call() {
        return manager.show("forecast", ForecastVerb::print);
    }

    private static void print(JsonNode forecast, PrintWriter out) {
        double seconds = forecast.path("stepMs").asDouble(0) / 1000;
        out.printf(
                Locale.ROOT,
                "%s ports in steps of %.1f s; %s busy ports left out%n%n",
                Words.text(forecast.path("ports")),
                seconds,
                Words.text(forecast.path("portsLeftOut")));
        Table errors = new Table("AHEAD", "ERROR", "LAST VALUE'S", "COMPARED", "SPEAKS ITSELF");
        for (JsonNode each : forecast.path("horizons")) {
            errors.row(
                    String.format(Locale.ROOT, "%.0f s", each.path("steps").asInt(0) * seconds),
                    percent(each.path("error")),
                    percent(each.path("lastValueError")),
                    Words.text(each.path("scored")),
                    Words.text(each.path("fellBack")) + " of " + Words.text(each.path("series")));
        }
        errors.print(out, "Nothing has been measured yet.");
        out.println();
        Table loads = new Table("PORT", "DIRECTION", "NOW", "EXPECTED", "MODEL", "ERROR", "WHY");
        for (JsonNode each : forecast.path("loads")) {
            loads.row(
                    Words.text(each.path("port")),
                    Words.text(each.path("direction")),
                    Words.rate(each.path("bps")),
                    Words.rate(each.path("expectedBps")),
                    Words.text(each.path("model")),
                    percent(each.path("error")),
                    Words.text(each.path("reason")));
        }
        loads.print(out, "No port carries anything to speak of.");
    }

    private static String percent(JsonNode share) {
        return share.isNumber()
                ? String.format(Locale.ROOT, "%.1f %%", share.asDouble() * 100)
                : "-";
    }
}
