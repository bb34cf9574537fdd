package io.transship.manager.document;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One object of a document, read key by key. What is wrong is said with its place: "hosts[3].at".
 * Keys that nobody asks for are passed over, so that a document of a newer release can be read.
 */
final class Fields {

    private final Map<?, ?> map;
    private final String place;

    private Fields(Map<?, ?> map, String place) {
        this.map = map;
        this.place = place;
    }

    /** The whole document. */
    static Fields of(Map<?, ?> document) {
        return new Fields(document, "");
    }

    /** What {@code make} makes of this object, or an error that names it. */
    <T> T as(Function<Fields, T> make) {
        try {
            return make.apply(this);
        } catch (Misfit e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new Misfit((place.isEmpty() ? "the document" : place) + ": " + e.getMessage(), e);
        }
    }

    /** A text that must be there. */
    String text(String key) {
        return optionalText(key).orElseThrow(() -> missing(key, "a text"));
    }

    /** A text, read further. */
    <T> T text(String key, Function<String, T> parse) {
        return parsed(key, text(key), parse);
    }

    /** A text that may be absent. */
    <T> Optional<T> optionalText(String key, Function<String, T> parse) {
        return optionalText(key).map(text -> parsed(key, text, parse));
    }

    private Optional<String> optionalText(String key) {
        Object value = map.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw missing(key, "a text");
    }

    private <T> T parsed(String key, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new Misfit(at(key) + ": " + e.getMessage(), e);
        }
    }

    /** A whole number that must be there. */
    long number(String key) {
        return optionalNumber(key).orElseThrow(() -> missing(key, "a whole number"));
    }

    /** A whole number that may be absent. */
    Optional<Long> optionalNumber(String key) {
        Object value = map.get(key);
        return switch (value) {
            case null -> Optional.empty();
            case Long number -> Optional.of(number);
            case Integer number -> Optional.of(number.longValue());
            default -> throw missing(key, "a whole number");
        };
    }

    /** A number that may be absent; none that is not finite. */
    Optional<Double> optionalFraction(String key) {
        Object value = map.get(key);
        return switch (value) {
            case null -> Optional.empty();
            case Number number when Double.isFinite(number.doubleValue()) ->
                    Optional.of(number.doubleValue());
            default -> throw missing(key, "a number");
        };
    }

    /** Yes or no; absent is no. */
    boolean flag(String key) {
        Object value = map.get(key);
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw missing(key, "true or false");
        };
    }

    /** A moment that must be there. */
    Instant instant(String key) {
        return text(key, Instant::parse);
    }

    /** A list of texts; absent is empty. */
    <T> List<T> texts(String key, Function<String, T> parse) {
        List<T> texts = new ArrayList<>();
        for (Object each : list(key)) {
            String index = key + "[" + texts.size() + "]";
            if (!(each instanceof String text)) {
                throw missing(index, "a text");
            }
            texts.add(parsed(index, text, parse));
        }
        return texts;
    }

    /** A list of objects; absent is empty. */
    <T> List<T> objects(String key, Function<Fields, T> make) {
        List<T> made = new ArrayList<>();
        for (Object each : list(key)) {
            String index = key + "[" + made.size() + "]";
            if (!(each instanceof Map<?, ?> object)) {
                throw missing(index, "an object");
            }
            made.add(new Fields(object, at(index)).as(make));
        }
        return made;
    }

    /** An object that may be absent. */
    <T> Optional<T> object(String key, Function<Fields, T> make) {
        Object value = map.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw missing(key, "an object");
        }
        return Optional.of(new Fields(object, at(key)).as(make));
    }

    /** An object that maps names to texts; absent is empty. */
    Map<String, String> names(String key) {
        return object(
                        key,
                        names -> {
                            Map<String, String> read = new LinkedHashMap<>();
                            names.map
                                    .keySet()
                                    .forEach(
                                            name ->
                                                    read.put(
                                                            String.valueOf(name),
                                                            names.text(String.valueOf(name))));
                            return read;
                        })
                .orElse(Map.of());
    }

    private List<?> list(String key) {
        Object value = map.get(key);
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw missing(key, "a list");
        };
    }

    private String at(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    private Misfit missing(String key, String kind) {
        Object value = map.get(key);
        String found = value == null ? "nothing" : "'" + shortened(value) + "'";
        return new Misfit(at(key) + ": " + kind + " is expected, not " + found, null);
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    /** An error that has its place already. */
    private static final class Misfit extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        Misfit(String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
