package io.transship.lab.servers;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Inserts rows in transactions, and counts and sums them up by statements of its own. */
final class SqlConversation implements Conversation {

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement count;

    SqlConversation(InetSocketAddress server, int index) throws SQLException {
        connection =
                DriverManager.getConnection(
                        "jdbc:mariadb://%s:%d/test?user=test&password=test&useServerPrepStmts=true"
                                .formatted(server.getHostString(), server.getPort()));
        String table = "numbers_" + index;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE " + table + " (n BIGINT PRIMARY KEY)");
            // Lives in this connection only.
            statement.execute("SET @begun = 'client " + index + "'");
        }
        connection.setAutoCommit(false);
        insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?)");
        count =
                connection.prepareStatement(
                        "SELECT COUNT(*), COALESCE(SUM(n), 0), @begun FROM " + table);
        this.begun = "client " + index;
    }

    private final String begun;

    @Override
    public void exchange(long number) throws SQLException, WrongAnswer {
        insert.setLong(1, number);
        insert.executeUpdate();
        try (ResultSet result = count.executeQuery()) {
            result.next();
            Conversation.require(
                    (number + 1) + " " + number * (number + 1) / 2 + " " + begun,
                    result.getLong(1) + " " + result.getLong(2) + " " + result.getString(3));
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
