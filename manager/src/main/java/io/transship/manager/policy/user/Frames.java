package io.transship.manager.policy.user;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** JSON documents over a pipe, each behind its length in four bytes. One thread at a time. */
final class Frames {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};

    private final DataInputStream in;
    private final DataOutputStream out;
    private final int longest;

    /**
     * Frames over two streams.
     *
     * @param longest frame that is read, in bytes
     */
    Frames(InputStream in, OutputStream out, int longest) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
        this.longest = longest;
    }

    void write(Map<String, Object> document) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(document);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /**
     * The next document.
     *
     * @throws EOFException if the other side has ended
     * @throws IOException if it is none, or too long
     */
    Map<String, Object> read() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > longest) {
            throw new IOException("what it wrote is no answer");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        try {
            return JSON.readValue(bytes, DOCUMENT);
        } catch (JacksonException e) {
            throw new IOException("what it wrote is no answer", e);
        }
    }
}
