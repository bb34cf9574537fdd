package io.transship.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Makes records of a YAML tree; goes on after a problem, to find them all. Not thread-safe. */
final class RecordBinder {

    private final Problems problems;
    private final Scalars scalars;
    private final ScalarSpots spots;

    /**
     * A binder.
     *
     * @param text of the whole file
     */
    RecordBinder(Problems problems, Scalars scalars, String text) {
        this.problems = problems;
        this.scalars = scalars;
        this.spots = new ScalarSpots(text);
    }

    /** The value, or null after a problem was noted. */
    @Nullable Object bind(Node node, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? bindMap(node, (Class<?>) arguments[0], arguments[1])
                    : bindList(node, arguments[0]);
        }
        Class<?> simple = (Class<?>) type;
        if (Scalars.wrapsText(simple) && node instanceof MappingNode) {
            return bindRecord(node, simple);
        }
        return Scalars.isScalar(simple) ? bindScalar(node, simple) : bindRecord(node, simple);
    }

    private @Nullable Object bindScalar(Node node, Class<?> type) {
        if (!(node instanceof ScalarNode scalar)) {
            return wrong(node, "one value is expected here, not a list or map");
        }
        return readScalar(scalar, type);
    }

    private @Nullable Object readScalar(ScalarNode node, Class<?> type) {
        try {
            return scalars.read(node.getValue(), type);
        } catch (IllegalArgumentException e) {
            return wrong(node, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object bindList(Node node, Type itemType) {
        if (!(node instanceof SequenceNode sequence)) {
            return wrong(node, "a list is expected here");
        }
        List<Object> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            Object value = bind(item, itemType);
            if (value != null) {
                items.add(value);
            }
        }
        return List.copyOf(items);
    }

    private @Nullable Object bindMap(Node node, Class<?> keyType, Type valueType) {
        if (!(node instanceof MappingNode mapping)) {
            return wrong(node, "a map is expected here");
        }
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            Object key = readScalar((ScalarNode) entry.getKeyNode(), keyType);
            Object value = bind(entry.getValueNode(), valueType);
            if (key != null && value != null) {
                entries.put(key, value);
            }
        }
        return java.util.Collections.unmodifiableMap(entries);
    }

    private @Nullable Object bindRecord(Node node, Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalStateException(type + " can't be read from a file");
        }
        if (!(node instanceof MappingNode mapping)) {
            return wrong(node, "a map is expected here");
        }
        int before = problems.count();
        List<RecordComponent> components = Arrays.asList(type.getRecordComponents());
        reportUnknownKeys(mapping, components);
        @Nullable Object[] values =
                components.stream().map(component -> bindComponent(mapping, component)).toArray();
        return problems.count() > before ? null : construct(mapping, type, values);
    }

    private void reportUnknownKeys(MappingNode mapping, List<RecordComponent> components) {
        List<String> known = components.stream().map(RecordComponent::getName).toList();
        for (NodeTuple entry : mapping.getValue()) {
            String key = ((ScalarNode) entry.getKeyNode()).getValue();
            if (!known.contains(key)) {
                problems.add(
                        entry.getKeyNode().getStartMark(),
                        "unknown key '" + key + "'" + Suggestion.hint(key, known));
            }
        }
    }

    private @Nullable Object bindComponent(MappingNode mapping, RecordComponent component) {
        Optional<Node> present =
                child(mapping, component.getName()).filter(node -> !YamlSource.isNothing(node));
        if (present.isEmpty()) {
            return absent(mapping, component);
        }
        Object value = bind(present.get(), component.getGenericType());
        if (value != null) {
            checkRange(present.get(), component, value);
        }
        return value;
    }

    private @Nullable Object absent(MappingNode mapping, RecordComponent component) {
        Default fallback = component.getAnnotation(Default.class);
        if (fallback != null) {
            Node node =
                    YamlSource.parse(fallback.value(), "default of " + component.getName())
                            .orElseThrow();
            return bind(node, component.getGenericType());
        } else if (component.getType() == List.class) {
            return List.of();
        } else if (component.getType() == Map.class) {
            return Map.of();
        } else if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        return wrong(mapping, "key '" + component.getName() + "' is missing");
    }

    private void checkRange(Node node, RecordComponent component, Object value) {
        Within range = component.getAnnotation(Within.class);
        if (range == null) {
            return;
        }
        boolean tooSmall = compare(value, range.min(), component.getType()) < 0;
        boolean tooLarge =
                !range.max().isEmpty() && compare(value, range.max(), component.getType()) > 0;
        if (tooSmall || tooLarge) {
            String allowed =
                    range.max().isEmpty()
                            ? "at least " + range.min()
                            : "between " + range.min() + " and " + range.max();
            wrong(node, component.getName() + " must be " + allowed);
        }
    }

    @SuppressWarnings("unchecked")
    private int compare(Object value, String bound, Class<?> type) {
        return ((Comparable<Object>) value).compareTo(scalars.read(bound, type));
    }

    private @Nullable Object construct(
            MappingNode mapping, Class<?> type, @Nullable Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            Object made = constructor.newInstance(values);
            if (made instanceof SelfChecking checking) {
                for (Complaint complaint : checking.complaints()) {
                    complain(place(mapping, complaint.path()), complaint);
                }
            }
            return made;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException meant) {
                return wrong(mapping, String.valueOf(meant.getMessage()));
            }
            throw new IllegalStateException("making " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("making " + type, e);
        }
    }

    private void complain(Node place, Complaint complaint) {
        complaint
                .spot()
                .flatMap(spot -> spots.inFile(place, spot))
                .ifPresentOrElse(
                        spot -> problems.add(spot, complaint.message()),
                        () -> problems.add(place.getStartMark(), complaint.message()));
    }

    /** Where a path leads, as far as the file goes. */
    private static Node place(Node start, List<String> path) {
        Node node = start;
        for (String step : path) {
            Optional<Node> next = Optional.empty();
            if (node instanceof MappingNode mapping) {
                next = child(mapping, step);
            } else if (node instanceof SequenceNode sequence) {
                next = Optional.of(sequence.getValue().get(Integer.parseInt(step)));
            }
            if (next.isEmpty()) {
                break;
            }
            node = next.get();
        }
        return node;
    }

    private static Optional<Node> child(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(
                        entry ->
                                entry.getKeyNode() instanceof ScalarNode name
                                        && name.getValue().equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private @Nullable Object wrong(Node node, String message) {
        problems.add(node.getStartMark(), message);
        return null;
    }
}
