package io.transship.lab.servers;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Counts up a key of its own, and reads back what it wrote (RESP). */
final class ValkeyConversation implements Conversation {

    private final TextConnection connection;
    private final String name;

    ValkeyConversation(InetSocketAddress server, int index) throws IOException {
        this.connection = new TextConnection(server);
        this.name = "client-" + index;
    }

    @Override
    public void exchange(long number) throws IOException, WrongAnswer {
        String value = name + "=" + number;
        // Three requests at once: the second and third may be on their way when the server stops.
        connection.send(
                "INCR %1$s\r\nSET %1$s:%2$d %3$s\r\nGET %1$s:%2$d\r\n"
                        .formatted(name, number % 100, value));
        Conversation.require(":" + (number + 1), connection.line());
        Conversation.require("+OK", connection.line());
        Conversation.require("$" + value.length(), connection.line());
        Conversation.require(value, connection.line());
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
