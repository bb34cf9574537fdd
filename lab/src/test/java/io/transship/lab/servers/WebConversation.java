package io.transship.lab.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.LongFunction;

/** HTTP over one kept connection. */
final class WebConversation implements Conversation {

    private final TextConnection connection;
    private final LongFunction<String> path;
    private final LongFunction<String> expected;
    private String cookie = "";

    private WebConversation(
            InetSocketAddress server, LongFunction<String> path, LongFunction<String> expected)
            throws IOException {
        this.connection = new TextConnection(server);
        this.path = path;
        this.expected = expected;
    }

    /** nginx: a word that comes back, and now and then a file of 1.3 MB. */
    static WebConversation nginx(InetSocketAddress server, int index) throws IOException {
        String file = numbers();
        return new WebConversation(
                server,
                number -> number % 20 == 7 ? "/numbers.txt" : "/echo?text=" + index + "-" + number,
                number -> number % 20 == 7 ? file : index + "-" + number + "\n");
    }

    /** Tomcat: a counter in the session, which lives in the memory of the JVM only. */
    static WebConversation tomcat(InetSocketAddress server) throws IOException {
        return new WebConversation(server, number -> "/count.jsp", number -> (number + 1) + "\n");
    }

    private static String numbers() {
        StringBuilder text = new StringBuilder();
        for (int line = 1; line <= 100_000; line++) {
            text.append("%012d\n".formatted(line));
        }
        return text.toString();
    }

    @Override
    public void exchange(long number) throws IOException, WrongAnswer {
        connection.send(
                "GET %s HTTP/1.1\r\nHost: server\r\n%s\r\n".formatted(path.apply(number), cookie));
        Conversation.require("HTTP/1.1 200", connection.line().strip().substring(0, 12));
        int length = -1;
        for (String line = connection.line(); !line.isEmpty(); line = connection.line()) {
            if (line.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
                length = Integer.parseInt(line.substring(16));
            } else if (line.regionMatches(true, 0, "Set-Cookie: ", 0, 12)) {
                cookie = "Cookie: " + line.substring(12).split(";", 2)[0] + "\r\n";
            }
        }
        Conversation.require(expected.apply(number), connection.bytes(length));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
