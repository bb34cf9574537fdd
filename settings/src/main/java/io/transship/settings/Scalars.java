package io.transship.settings;

import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Text into values. Besides the JDK's types, every record with a static {@code parse(String)} and
 * every record of one String component is a scalar.
 */
final class Scalars {

    private final Path folder;

    /** Relative paths are meant from {@code folder}. */
    Scalars(Path folder) {
        this.folder = folder;
    }

    static boolean isScalar(Class<?> type) {
        return plain(type).isPrimitive()
                || type.isEnum()
                || type == String.class
                || type == Duration.class
                || type == Path.class
                || (type.isRecord() && (hasParse(type) || wrapsText(type)));
    }

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException with a message for people
     */
    Object read(String text, Class<?> type) {
        if (type == String.class) {
            return text;
        } else if (plain(type).isPrimitive()) {
            return primitive(text, plain(type));
        } else if (type.isEnum()) {
            return constant(text, type);
        } else if (type == Duration.class) {
            return Durations.parse(text);
        } else if (type == Path.class) {
            return folder.resolve(Path.of(text)).normalize();
        }
        return record(text, type);
    }

    /** The name of an enum's constant in a file: SHORTEST_PATH is "shortest-path". */
    static String nameOf(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** long for Long and so on; a number that may be absent is boxed. */
    private static Class<?> plain(Class<?> type) {
        return MethodType.methodType(type).unwrap().returnType();
    }

    private static Object primitive(String text, Class<?> type) {
        try {
            if (type == boolean.class) {
                return truth(text);
            } else if (type == int.class) {
                return Integer.parseInt(text);
            } else if (type == long.class) {
                return Long.parseLong(text);
            } else if (type == double.class) {
                return number(text);
            }
        } catch (NumberFormatException e) {
            String kind = type == double.class ? "number" : "whole number";
            throw new IllegalArgumentException("'" + text + "' is not a " + kind, e);
        }
        throw new IllegalStateException("no reader for " + type);
    }

    private static double number(String text) {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static Object constant(String text, Class<?> type) {
        List<Object> constants = Arrays.asList((Object[]) type.getEnumConstants());
        return constants.stream()
                .filter(constant -> nameOf(constant).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> {
                            List<String> names = constants.stream().map(Scalars::nameOf).toList();
                            return new IllegalArgumentException(
                                    "'" + text + "' is none of " + String.join(", ", names));
                        });
    }

    private static Object record(String text, Class<?> type) {
        try {
            if (hasParse(type)) {
                Method parse = type.getDeclaredMethod("parse", String.class);
                parse.setAccessible(true);
                return parse.invoke(null, text);
            }
            var constructor = type.getDeclaredConstructor(String.class);
            constructor.setAccessible(true);
            return constructor.newInstance(text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException meant) {
                throw meant;
            }
            throw new IllegalStateException("reading '" + text + "' as " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no reader for " + type, e);
        }
    }

    private static boolean hasParse(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(
                        method ->
                                method.getName().equals("parse")
                                        && Modifier.isStatic(method.getModifiers())
                                        && Arrays.equals(
                                                method.getParameterTypes(),
                                                new Class<?>[] {String.class}));
    }

    /** Whether the record is nothing but a text with a meaning, as a host's name. */
    static boolean wrapsText(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return components != null
                && components.length == 1
                && components[0].getType() == String.class;
    }
}
