package io.transship.daemon.runtime;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Messages of whole numbers, truths and texts, lists and maps of texts, and messages within, as
 * JSON under the names that protobuf gives them.
 */
final class MessageJson {

    private MessageJson() {}

    /** What is set in the message, ready to be written. */
    static Map<String, Object> fields(Message message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        message.getAllFields()
                .forEach((field, value) -> fields.put(field.getJsonName(), plain(field, value)));
        return fields;
    }

    private static Object plain(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (Object entry : (List<?>) value) {
                MapEntry<?, ?> pair = (MapEntry<?, ?>) entry;
                pairs.put((String) pair.getKey(), (String) pair.getValue());
            }
            return pairs;
        }
        return value instanceof Message within ? fields(within) : value;
    }

    /**
     * Sets the fields that the object names; names that are not known here are passed over.
     *
     * @throws IllegalArgumentException if a value is not of its field's kind
     */
    static <T extends Message.Builder> T read(JsonNode object, T message) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            JsonNode value = object.path(field.getJsonName());
            if (!value.isMissingNode()) {
                set(message, field, value);
            }
        }
        return message;
    }

    private static void set(Message.Builder message, FieldDescriptor field, JsonNode value) {
        if (field.isMapField()) {
            value.propertyStream()
                    .forEach(
                            pair -> {
                                Message.Builder entry = message.newBuilderForField(field);
                                List<FieldDescriptor> both =
                                        entry.getDescriptorForType().getFields();
                                entry.setField(both.get(0), pair.getKey());
                                entry.setField(both.get(1), pair.getValue().asString());
                                message.addRepeatedField(field, entry.build());
                            });
        } else if (field.isRepeated()) {
            value.valueStream()
                    .forEach(each -> message.addRepeatedField(field, scalar(field, each)));
        } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            message.setField(field, read(value, message.newBuilderForField(field)).build());
        } else {
            message.setField(field, scalar(field, value));
        }
    }

    private static Object scalar(FieldDescriptor field, JsonNode value) {
        return switch (field.getJavaType()) {
            case STRING -> value.asString();
            case LONG -> value.asLong();
            case INT -> value.asInt();
            case BOOLEAN -> value.asBoolean();
            default -> throw new IllegalArgumentException(field.getName() + " has no form in JSON");
        };
    }
}
