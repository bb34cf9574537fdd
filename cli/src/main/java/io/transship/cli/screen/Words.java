package io.transship.cli.screen;

import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Values of the API for people; what is absent is "-". */
public final class Words {

    private static final String ABSENT = "-";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter OF_TODAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter OF_ANOTHER_DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private Words() {}

    /** A text or number as it is; control characters are left out, for a terminal obeys them. */
    public static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return ABSENT;
        }
        String text = node.asString("").replaceAll("\\p{Cntrl}", "");
        return text.isEmpty() ? ABSENT : text;
    }

    /** "yes" or "no". */
    public static String yesNo(JsonNode node) {
        return node.asBoolean(false) ? "yes" : "no";
    }

    /** Texts with commas between. */
    public static String list(JsonNode node) {
        String joined =
                StreamSupport.stream(node.spliterator(), false)
                        .map(Words::text)
                        .collect(Collectors.joining(", "));
        return joined.isEmpty() ? ABSENT : joined;
    }

    /** An instant in the zone of whoever reads. */
    public static String time(JsonNode node) {
        return node.isString()
                ? TIME.format(Instant.parse(node.asString()).atZone(ZoneId.systemDefault()))
                : ABSENT;
    }

    /** "12:00:01" of today, else "2026-11-30 12:00", in the zone of whoever reads. */
    public static String when(JsonNode node) {
        if (!node.isString()) {
            return ABSENT;
        }
        ZonedDateTime at = Instant.parse(node.asString()).atZone(ZoneId.systemDefault());
        boolean today = at.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault()));
        return (today ? OF_TODAY : OF_ANOTHER_DAY).format(at);
    }

    /** The time of day of an instant, to the millisecond, in the zone of whoever reads. */
    public static String clock(JsonNode node) {
        return node.isString()
                ? CLOCK.format(Instant.parse(node.asString()).atZone(ZoneId.systemDefault()))
                : ABSENT;
    }

    /** Milliseconds as "12 ms" or "3.45 s". */
    public static String millis(JsonNode node) {
        if (!node.isNumber()) {
            return ABSENT;
        }
        double millis = node.asDouble();
        if (millis < 10) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        return millis < 1000
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.2f s", millis / 1000);
    }

    /** Bytes as "10.6 MiB". */
    public static String bytes(JsonNode node) {
        return node.isNumber() ? new ByteCount(Math.max(0, node.asLong())).toString() : ABSENT;
    }

    /** Bit/s as "9.41 Mbit/s". */
    public static String rate(JsonNode node) {
        return node.isNumber() ? new BitRate(Math.max(0, node.asLong())).toString() : ABSENT;
    }
}
