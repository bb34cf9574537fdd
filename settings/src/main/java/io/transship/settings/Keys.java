package io.transship.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** The keys of a record that hold one value each: "policy", "limits.coolDown". */
final class Keys {

    private Keys() {}

    static List<String> of(Class<?> type) {
        List<String> keys = new ArrayList<>();
        add("", type, keys);
        return keys;
    }

    private static void add(String prefix, Class<?> type, List<String> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getGenericType() instanceof ParameterizedType) {
                continue;
            }
            String key = prefix + component.getName();
            if (Scalars.isScalar(component.getType())) {
                keys.add(key);
            } else if (component.getType().isRecord()) {
                add(key + ".", component.getType(), keys);
            }
        }
    }
}
