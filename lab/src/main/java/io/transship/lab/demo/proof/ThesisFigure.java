package io.transship.lab.demo.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * A figure of the thesis: decision plus migration, the mean of its runs with the 95 % confidence
 * interval.
 *
 * @param table the table's number in the thesis
 * @param meanSeconds the mean
 * @param ci95Seconds half the width of the interval
 * @param runs how many runs
 */
public record ThesisFigure(String table, double meanSeconds, double ci95Seconds, int runs) {

    private static final String RESOURCE = "/thesis/tables.csv";

    private static final Map<Integer, String> SCENARIOS =
            Map.of(1, "lb-heterogeneous", 2, "lb-bottleneck", 3, "lb-homogeneous");

    /**
     * The figure measured on Mininet for a load-balancing scenario.
     *
     * @param scenario 1 to 3
     * @param policy a policy's name
     * @throws IllegalArgumentException if the thesis has none
     */
    public static ThesisFigure of(int scenario, String policy) {
        String wanted = SCENARIOS.get(scenario) + "," + policy + ",";
        return text().lines()
                .filter(line -> line.contains(",mininet," + wanted))
                .map(ThesisFigure::parse)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the thesis has no figure for scenario "
                                                + scenario
                                                + " and policy "
                                                + policy));
    }

    /** For people: "9.10 ± 0.15 s". */
    public String forPeople() {
        return String.format("%.2f ± %.2f s", meanSeconds, ci95Seconds);
    }

    private static ThesisFigure parse(String line) {
        String[] cells = line.split(",", -1);
        return new ThesisFigure(
                cells[0],
                Double.parseDouble(cells[4]),
                Double.parseDouble(cells[5]),
                Integer.parseInt(cells[6]));
    }

    private static String text() {
        try (InputStream in = ThesisFigure.class.getResourceAsStream(RESOURCE)) {
            byte[] bytes = Objects.requireNonNull(in, RESOURCE).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
