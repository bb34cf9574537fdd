package io.transship.lab.servers;

import java.net.InetSocketAddress;
import java.util.List;

/** A server of Debian's packages, as build-servers.sh puts it into the image. */
enum ServerKind {
    /** A key-value store. */
    VALKEY(
            6379,
            List.of(
                    "sh",
                    "-c",
                    "exec valkey-server --bind 0.0.0.0 --protected-mode no --save '' --appendonly no")),
    /** An SQL database. */
    MARIADB(3306, List.of("mariadbd", "--defaults-file=/srv/mariadb.cnf")),
    /** A web server with two workers. */
    NGINX(80, List.of("nginx", "-c", "/srv/nginx/nginx.conf")),
    /** A program of the JVM. */
    TOMCAT(
            8080,
            List.of(
                    "java",
                    "-Xmx96m",
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.io.tmpdir=/srv/tomcat/temp",
                    "-Dcatalina.home=/usr/share/tomcat10",
                    "-Dcatalina.base=/srv/tomcat",
                    "-cp",
                    "/usr/share/tomcat10/bin/bootstrap.jar:/usr/share/tomcat10/bin/tomcat-juli.jar",
                    "org.apache.catalina.startup.Bootstrap",
                    "start"));

    private final int port;
    private final List<String> command;

    ServerKind(int port, List<String> command) {
        this.port = port;
        this.command = command;
    }

    List<String> command() {
        return command;
    }

    Conversation talk(String host, int index) throws Exception {
        InetSocketAddress server = new InetSocketAddress(host, port);
        return switch (this) {
            case VALKEY -> new ValkeyConversation(server, index);
            case MARIADB -> new SqlConversation(server, index);
            case NGINX -> WebConversation.nginx(server, index);
            case TOMCAT -> WebConversation.tomcat(server);
        };
    }
}
