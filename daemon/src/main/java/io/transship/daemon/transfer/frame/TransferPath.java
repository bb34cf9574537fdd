package io.transship.daemon.transfer.frame;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The path of a file on the wire: a name, or a folder's name, a slash and a name. Nothing else can
 * be said in it, so that nothing is written outside the folders that a session has opened.
 */
public record TransferPath(String folder, String name) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,199}");

    /**
     * Reads a path.
     *
     * @throws TransshipException PROTOCOL_VIOLATION if it may not be said
     */
    public static TransferPath parse(String text) {
        int slash = text.indexOf('/');
        TransferPath path =
                new TransferPath(
                        slash < 0 ? "" : text.substring(0, slash), text.substring(slash + 1));
        boolean folderFits = slash < 0 || PART.matcher(path.folder).matches();
        if (!folderFits || !PART.matcher(path.name).matches()) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    "the peer sent a file under a path that is not allowed.");
        }
        return path;
    }

    /** Where it lies in its folder. */
    public Path in(Path directory) {
        return directory.resolve(name);
    }
}
