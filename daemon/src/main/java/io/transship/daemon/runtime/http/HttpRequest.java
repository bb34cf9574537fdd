package io.transship.daemon.runtime.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A request to an engine.
 *
 * @param method "GET", "POST" or "DELETE"
 * @param target path and query, encoded
 * @param contentType of the body
 * @param body the body, read once
 * @param length of the body in bytes, or -1: it is streamed
 */
record HttpRequest(
        String method, String target, String contentType, InputStream body, long length) {

    private static final Pattern TARGET = Pattern.compile("/[!-~]*");

    /** Checks that nothing can break out of the request line. */
    HttpRequest {
        if (!TARGET.matcher(target).matches()) {
            throw new IllegalArgumentException("'" + target + "' is not an encoded request target");
        }
    }

    static HttpRequest get(String target) {
        return new HttpRequest("GET", target, "", InputStream.nullInputStream(), 0);
    }

    static HttpRequest delete(String target) {
        return new HttpRequest("DELETE", target, "", InputStream.nullInputStream(), 0);
    }

    static HttpRequest post(String target, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new HttpRequest(
                "POST", target, "application/json", new ByteArrayInputStream(bytes), bytes.length);
    }

    static HttpRequest upload(String target, InputStream body) {
        return new HttpRequest("POST", target, "application/x-tar", body, -1);
    }

    boolean streamed() {
        return length < 0;
    }

    String head() {
        String type = contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n";
        String size =
                streamed()
                        ? "Transfer-Encoding: chunked\r\n"
                        : "Content-Length: " + length + "\r\n";
        return "%s %s HTTP/1.1\r\nHost: engine\r\nConnection: close\r\n%s%s\r\n"
                .formatted(method, target, type, size);
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
