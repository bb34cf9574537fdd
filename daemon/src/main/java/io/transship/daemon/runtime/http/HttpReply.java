package io.transship.daemon.runtime.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An engine's answer.
 *
 * @param status the status code
 * @param headers by name in small letters
 * @param body the decoded body; ends where the answer ends
 */
record HttpReply(int status, Map<String, String> headers, InputStream body) {

    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int LONGEST_TEXT = 16 * 1024 * 1024;

    /** Reads the head; the body comes as it is asked for. */
    static HttpReply read(InputStream in) throws IOException {
        String[] words = line(in, LONGEST_HEAD).split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
            throw new IOException("the engine's answer is not HTTP/1.1");
        }
        Map<String, String> headers = new TreeMap<>();
        int left = LONGEST_HEAD;
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            left -= line.length();
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        int status = Integer.parseInt(words[1]);
        return new HttpReply(status, headers, body(in, status, headers));
    }

    private static InputStream body(InputStream in, int status, Map<String, String> headers)
            throws IOException {
        if (status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new ChunkedStream(in);
        }
        String length = headers.get("content-length");
        if (length == null) {
            return in;
        }
        if (!length.matches("\\d{1,18}")) {
            throw new IOException("'" + length + "' is not a content length");
        }
        return new SizedStream(in, Long.parseLong(length));
    }

    boolean succeeded() {
        return status / 100 == 2 || status == 304;
    }

    /** The whole body as text, 16 MiB at most. */
    String text() throws IOException {
        byte[] bytes = body.readNBytes(LONGEST_TEXT);
        if (body.read() >= 0) {
            throw new IOException("the engine's answer is longer than 16 MiB");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String line(InputStream in, int longest) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the engine closed the connection within its answer");
            }
            if (line.length() >= longest) {
                throw new IOException("the head of the engine's answer is too long");
            }
            line.append((char) c);
        }
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
            line.setLength(end - 1);
        }
        return line.toString();
    }
}
