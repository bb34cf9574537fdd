package io.transship.manager.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the API speaks it: absent values are left out, unknown and doubled keys are refused. */
final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .changeDefaultPropertyInclusion(
                            include -> include.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .build();

    private Json() {}

    static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /**
     * Reads a request's body.
     *
     * @throws TransshipException USAGE
     */
    static <T> T read(byte[] body, Class<T> type) {
        if (body.length == 0) {
            throw usage("the request has no body; JSON is expected");
        }
        try {
            T value = MAPPER.readValue(body, type);
            if (value == null) {
                throw usage("the request's body is null");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            Collection<Object> known =
                    e.getKnownPropertyIds() == null ? List.of() : e.getKnownPropertyIds();
            throw usage("unknown key '" + e.getPropertyName() + "'; known: " + known);
        } catch (JacksonException e) {
            throw usage("the request's body is not the JSON that is expected");
        }
    }

    private static TransshipException usage(String message) {
        return new TransshipException(
                FailureCode.USAGE, message + ".", "See docs/api.md for the request.", null);
    }
}
