package io.transship.lab.databases;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The servers, and how each is made and started. Debian's packages; nothing of the machine's own is
 * used.
 */
public enum DatabaseKind {

    /** MariaDB. */
    MARIADB("MariaDB", "mariadb-server-core and mariadb-client-core") {
        @Override
        Optional<Path> programs() {
            return Optional.of(Path.of("/usr/sbin"))
                    .filter(folder -> Files.isExecutable(folder.resolve("mariadbd")))
                    .filter(folder -> Files.isExecutable(Path.of("/usr/bin/mariadb-install-db")));
        }

        @Override
        List<String> make(Path folder) {
            write(
                    folder.resolve("init.sql"),
                    "CREATE OR REPLACE USER %s@'%%' IDENTIFIED BY '%s';\nGRANT ALL ON *.* TO %s@'%%';\n"
                            .formatted(
                                    DatabaseServer.USER,
                                    DatabaseServer.PASSWORD,
                                    DatabaseServer.USER));
            return List.of(
                    "mariadb-install-db",
                    "--no-defaults",
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db",
                    "--datadir=" + folder.resolve("data"));
        }

        @Override
        List<String> start(Path folder, int port) {
            return List.of(
                    installed().resolve("mariadbd").toString(),
                    "--no-defaults",
                    "--datadir=" + folder.resolve("data"),
                    "--socket=" + folder.resolve("s"),
                    "--pid-file=" + folder.resolve("pid"),
                    "--tmpdir=" + folder,
                    "--init-file=" + folder.resolve("init.sql"),
                    "--bind-address=127.0.0.1",
                    "--port=" + port,
                    "--skip-name-resolve",
                    "--innodb-buffer-pool-size=64M");
        }

        @Override
        String url(int port, String database) {
            return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
        }

        @Override
        String administrative() {
            return "mysql";
        }
    },

    /** PostgreSQL. */
    POSTGRESQL("PostgreSQL", "postgresql") {
        @Override
        Optional<Path> programs() {
            try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
                return versions.map(version -> version.resolve("bin"))
                        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                        .max(Comparator.naturalOrder());
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        @Override
        List<String> make(Path folder) {
            write(folder.resolve("password"), DatabaseServer.PASSWORD + "\n");
            return List.of(
                    installed().resolve("initdb").toString(),
                    "--pgdata=" + folder.resolve("data"),
                    "--username=" + DatabaseServer.USER,
                    "--pwfile=" + folder.resolve("password"),
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync");
        }

        @Override
        List<String> start(Path folder, int port) {
            return List.of(
                    installed().resolve("postgres").toString(),
                    "-D",
                    folder.resolve("data").toString(),
                    "-p",
                    String.valueOf(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=" + folder,
                    "-c",
                    "shared_buffers=64MB");
        }

        @Override
        String url(int port, String database) {
            return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
        }

        @Override
        String administrative() {
            return "postgres";
        }
    };

    private final String words;
    private final String packages;

    DatabaseKind(String words, String packages) {
        this.words = words;
        this.packages = packages;
    }

    /** Its name for people. */
    public String words() {
        return words;
    }

    /** Whether it can be started here. */
    public boolean isInstalled() {
        return programs().isPresent();
    }

    abstract Optional<Path> programs();

    /** The command that makes an empty server below the folder. */
    abstract List<String> make(Path folder);

    abstract List<String> start(Path folder, int port);

    abstract String url(int port, String database);

    /** The database that is always there. */
    abstract String administrative();

    Path installed() {
        return programs()
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.MACHINE_INCOMPLETE,
                                        words + " is not installed.",
                                        "Install "
                                                + packages
                                                + "; './transship test --tier real' does.",
                                        null));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
