package io.transship.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Every value of a tree that fits its record, defaults included, each with its source. */
final class SettingsList {

    private static final String DEFAULT = "default";
    private static final String HIDDEN = "(hidden)";
    private static final Pattern SECRET_KEY =
            Pattern.compile("(?i).*(password|secret|token)$|(.*\\.)?environment\\..*");
    private static final Pattern SECRET_IN_URL =
            Pattern.compile("(?i)(?<=(?:password|pwd)=)[^&;]+|(?<=//[^/@:]{1,100}:)[^/@]+(?=@)");

    private final String file;
    private final List<Setting> settings = new ArrayList<>();

    private SettingsList(String file) {
        this.file = file;
    }

    static List<Setting> of(Node root, Class<?> type, String file) {
        SettingsList list = new SettingsList(file);
        list.addRecord("", root, type);
        return List.copyOf(list.settings);
    }

    private void addRecord(String prefix, Node node, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + component.getName();
            Optional<Node> present =
                    child(node, component.getName()).filter(each -> !YamlSource.isNothing(each));
            if (present.isPresent()) {
                add(key, present.get(), component.getGenericType());
            } else {
                addAbsent(key, component);
            }
        }
    }

    private void addAbsent(String key, RecordComponent component) {
        Default fallback = component.getAnnotation(Default.class);
        if (fallback != null) {
            YamlSource.parse(fallback.value(), DEFAULT)
                    .ifPresent(node -> add(key, node, component.getGenericType()));
        } else if (component.getType() == List.class) {
            settings.add(new Setting(key, "[]", DEFAULT));
        } else if (component.getGenericType() instanceof ParameterizedType) {
            settings.add(new Setting(key, "{}", DEFAULT));
        } else {
            settings.add(new Setting(key, "(not set)", DEFAULT));
        }
    }

    private void add(String key, Node node, Type type) {
        if (node instanceof ScalarNode scalar) {
            settings.add(new Setting(key, shown(key, scalar.getValue()), source(node)));
        } else if (node instanceof SequenceNode sequence) {
            addList(key, sequence, ((ParameterizedType) type).getActualTypeArguments()[0]);
        } else if (type instanceof ParameterizedType map) {
            addMap(key, (MappingNode) node, map.getActualTypeArguments()[1]);
        } else {
            addRecord(key + ".", node, (Class<?>) type);
        }
    }

    private void addList(String key, SequenceNode node, Type itemType) {
        if (node.getValue().isEmpty()) {
            settings.add(new Setting(key, "[]", source(node)));
        }
        for (int i = 0; i < node.getValue().size(); i++) {
            add(key + "[" + i + "]", node.getValue().get(i), itemType);
        }
    }

    private void addMap(String key, MappingNode node, Type valueType) {
        if (node.getValue().isEmpty()) {
            settings.add(new Setting(key, "{}", source(node)));
        }
        for (NodeTuple entry : node.getValue()) {
            String name = ((ScalarNode) entry.getKeyNode()).getValue();
            add(key + "." + name, entry.getValueNode(), valueType);
        }
    }

    private static String shown(String key, String value) {
        if (SECRET_KEY.matcher(key).matches()) {
            return HIDDEN;
        }
        return SECRET_IN_URL.matcher(value).replaceAll(HIDDEN);
    }

    private String source(Node node) {
        return node.getStartMark().map(this::source).orElse(file);
    }

    private String source(Mark mark) {
        return mark.getName().equals(file)
                ? Path.of(file).getFileName() + ":" + (mark.getLine() + 1)
                : mark.getName();
    }

    private static Optional<Node> child(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(
                                entry ->
                                        entry.getKeyNode() instanceof ScalarNode name
                                                && name.getValue().equals(key))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }
}
