package io.transship.daemon.transfer.tunnel;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Which process of this host holds the other end of a connection over loopback. */
final class SocketOwner {

    /** A socket of version 6 may have an address of version 4. */
    private static final List<String> TABLES = List.of("/proc/self/net/tcp", "/proc/self/net/tcp6");

    private static final String LOOPBACK = "0100007F";
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private SocketOwner() {}

    /** Whether one of these processes holds the other end. */
    static boolean isAmong(Socket accepted, LongPredicate processes) {
        return TABLES.stream()
                .flatMap(
                        table ->
                                inode(lines(table), accepted.getPort(), accepted.getLocalPort())
                                        .stream())
                .anyMatch(inode -> isHeld(inode, processes));
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * " 0: 0100007F:1F40 0100007F:22B8 … 12345 …": addresses and ports in hexadecimal, then the
     * inode. A port may be in use towards several others, and in one that is over.
     */
    static Optional<String> inode(List<String> table, int port, int towards) {
        String local = address(port);
        String remote = address(towards);
        return table.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > INODE)
                .filter(words -> words[LOCAL].endsWith(local) && words[REMOTE].endsWith(remote))
                .map(words -> words[INODE])
                .findFirst();
    }

    private static String address(int port) {
        return String.format(Locale.ROOT, "%s:%04X", LOOPBACK, port);
    }

    private static boolean isHeld(String inode, LongPredicate processes) {
        String link = "socket:[" + inode + "]";
        return ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .filter(processes)
                .anyMatch(pid -> holds(pid, link));
    }

    private static boolean holds(long pid, String link) {
        try (DirectoryStream<Path> open =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path each : open) {
                if (leadsTo(each, link)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    /** One that the process has closed meanwhile says nothing of the others. */
    private static boolean leadsTo(Path descriptor, String link) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(link);
        } catch (IOException e) {
            return false;
        }
    }
}
