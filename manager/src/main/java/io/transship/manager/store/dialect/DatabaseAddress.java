package io.transship.manager.store.dialect;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.settings.SecretFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a database is and who we are there. The password is read when it is needed and never shown.
 *
 * @param url JDBC
 * @param user at the database, if it asks
 * @param passwordFile holds the password, readable by its owner alone
 */
public record DatabaseAddress(String url, Optional<String> user, Optional<Path> passwordFile) {

    private static final Path FOLDER = Path.of("/var/lib/transship");
    private static final String JOURNAL = "journal.db";
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String AT_LEISURE = "?synchronous=NORMAL";
    private static final String MARIADB = "jdbc:mariadb:";
    private static final String MYSQL = "jdbc:mysql:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** An address that needs no user: a file. */
    public static DatabaseAddress of(String url) {
        return new DatabaseAddress(url, Optional.empty(), Optional.empty());
    }

    /** Whether some dialect speaks to such a URL. */
    public static boolean isKnown(String url) {
        return kind(url).isPresent();
    }

    /** What a URL may begin with. */
    public static String kinds() {
        return String.join(", ", SQLITE, MARIADB, MYSQL, POSTGRESQL);
    }

    /** Whether it is a file of ours. */
    public boolean isFile() {
        return url.startsWith(SQLITE);
    }

    /**
     * The file of SQLite.
     *
     * @throws IllegalStateException if it is not one
     */
    public Path file() {
        if (!isFile()) {
            throw new IllegalStateException(shown() + " is not a file");
        }
        return Path.of(shown().substring(SQLITE.length()));
    }

    /** Where the journal is if nobody says: beside a file, else in our folder. */
    public Path journalBeside() {
        return isFile() ? file().resolveSibling(JOURNAL) : FOLDER.resolve(JOURNAL);
    }

    /**
     * The same file, of which a transaction is on the disk when the system writes it there: a crash
     * of the program loses nothing then either, a power cut the last seconds.
     */
    public DatabaseAddress atLeisure() {
        return url.contains("?") ? this : new DatabaseAddress(url + AT_LEISURE, user, passwordFile);
    }

    boolean isAtLeisure() {
        return url.endsWith(AT_LEISURE);
    }

    /**
     * What speaks to it.
     *
     * @throws TransshipException UNSUPPORTED
     */
    public Dialect dialect() {
        return kind(url)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.UNSUPPORTED,
                                        "The store's URL '%s' begins with none of: %s."
                                                .formatted(shown(), kinds())))
                .get();
    }

    /** As the driver wants it: MariaDB's speaks to MySQL too, under its own name. */
    String driverUrl() {
        return url.startsWith(MYSQL) ? MARIADB + url.substring(MYSQL.length()) : url;
    }

    /** The password, if there is a file of it. */
    Optional<String> password() {
        return passwordFile.map(SecretFile::read);
    }

    /** The URL without its options, which may hold what nobody should see. */
    public String shown() {
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
    }

    @Override
    public String toString() {
        return shown();
    }

    private static Optional<Supplier<Dialect>> kind(String url) {
        if (url.startsWith(SQLITE) && url.length() > SQLITE.length()) {
            return Optional.of(SqliteDialect::new);
        }
        if (url.startsWith(MARIADB) || url.startsWith(MYSQL)) {
            return Optional.of(MariaDbDialect::new);
        }
        return url.startsWith(POSTGRESQL) ? Optional.of(PostgresDialect::new) : Optional.empty();
    }
}
