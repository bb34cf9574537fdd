package io.transship.daemon.testing;

import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.PageTransport;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.RunningCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** CRIU's ends of the tunnel, as threads; like CRIU they outlive the daemon. */
final class MemoryPages implements PageTransport {

    private final MemoryHost host;
    private final MemoryTarget target;

    MemoryPages(MemoryHost host, MemoryTarget target) {
        this.host = host;
        this.target = target;
    }

    /** A program that is a thread. */
    private record Program(CompletableFuture<CommandResult> ended, Runnable end)
            implements RunningCommand {

        @Override
        public CompletableFuture<Void> spoke() {
            return new CompletableFuture<>();
        }

        @Override
        public void kill() {
            end.run();
        }
    }

    @Override
    public Path socket(MigrationId migration) {
        return host.pageSocket(migration);
    }

    @Override
    public boolean owns(MigrationId migration, long process) {
        return process == ProcessHandle.current().pid();
    }

    @Override
    public RunningCommand receive(MigrationId migration, int port) {
        host.call("receive");
        CompletableFuture<CommandResult> ended = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                Files.write(
                                        target.directory(migration).resolve("pages-7.img"),
                                        PageProtocol.receive(port));
                                ended.complete(new CommandResult(0, "", ""));
                            } catch (IOException e) {
                                ended.complete(new CommandResult(1, "", String.valueOf(e)));
                            }
                        });
        return new Program(ended, () -> {});
    }

    @Override
    public RunningCommand fetch(MigrationId migration, int port) {
        host.call("fetch");
        CompletableFuture<CommandResult> ended = new CompletableFuture<>();
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            Thread.ofVirtual().start(() -> fetch(migration, socket, ended));
            return new Program(ended, () -> close(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void awaitFetching(MigrationId migration, RunningCommand fetcher) {
        host.call("await-fetching");
    }

    private void fetch(
            MigrationId migration, Socket socket, CompletableFuture<CommandResult> ended) {
        try (socket) {
            PageProtocol.awaitWord(socket);
            int size = Integer.parseInt(target.file(migration, "size.img"));
            target.fetched(migration, PageProtocol.fetch(socket, size));
            host.fetched.add(migration);
            ended.complete(new CommandResult(0, "", ""));
        } catch (IOException e) {
            target.kill(migration);
            ended.complete(new CommandResult(1, "", String.valueOf(e)));
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean fetched(MigrationId migration) {
        return host.fetched.contains(migration);
    }

    @Override
    public void lose(MigrationId migration) {
        target.lose(migration);
    }
}
