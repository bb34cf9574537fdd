package io.transship.lab.bench.transfer;

import io.transship.daemon.transfer.DataConnection;
import io.transship.daemon.transfer.TransferId;
import io.transship.daemon.transfer.TransferInbox;
import io.transship.daemon.transfer.TransferSender;
import io.transship.daemon.transfer.TransferServer;
import io.transship.daemon.transfer.pace.RateCap;
import io.transship.settings.TlsFiles;
import io.transship.settings.TlsIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.Executors;

/**
 * One end of the transfer bench, told by lines what to do: {@code TransferEnd source|target
 * CERTIFICATES FOLDER}. Both ends of a daemon's transfer are the daemon's own classes.
 */
public final class TransferEnd {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String FILE = "file.bin";

    private TransferEnd() {}

    /** Ends when its input does. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path certificates = Path.of(arguments[1]);
        TlsIdentity tls =
                TlsIdentity.load(
                        new TlsFiles(
                                certificates.resolve("ca.pem"),
                                certificates.resolve("certificate.pem"),
                                certificates.resolve("key.pem")),
                        Instant.now());
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (arguments[0].equals("source")) {
            send(tls, Path.of(arguments[2]).resolve(FILE), in);
        } else {
            receive(tls, Path.of(arguments[2]), in);
        }
        System.exit(0);
    }

    /** "PORT ID" sends the file. */
    private static void send(TlsIdentity tls, Path file, BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            InetSocketAddress to =
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), Integer.parseInt(words[0]));
            try (TransferSender sender =
                    TransferSender.open(
                            tls.context(),
                            new DataConnection.Destination(to, "target", PATIENCE),
                            TransferId.of(HexFormat.of().parseHex(words[1])),
                            new TransferSender.Manner(RateCap.none(), _ -> {}))) {
                sender.send(FILE, Files.size(file), file);
                sender.endBatch(1);
                // The target's word that it has everything ends the run; then this end may close.
                in.readLine();
                System.out.println("wire " + sender.wireBytes());
            }
        }
    }

    /** Any line begins a session; says "PORT ID", and "whole" when the file is there and right. */
    private static void receive(TlsIdentity tls, Path folder, BufferedReader in)
            throws IOException, InterruptedException {
        try (TransferServer server =
                new TransferServer(
                        tls.context(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Executors.newVirtualThreadPerTaskExecutor())) {
            server.start();
            while (in.readLine() != null) {
                TransferId id = TransferId.draw(new SecureRandom());
                TransferInbox inbox = new TransferInbox(folder, Long.MAX_VALUE);
                try (TransferServer.Registration _ = server.register(id, "source", inbox)) {
                    System.out.println(server.port() + " " + HexFormat.of().formatHex(id.bytes()));
                    inbox.await(1, PATIENCE);
                    System.out.println("whole");
                    in.readLine();
                }
                Files.delete(folder.resolve(FILE));
            }
        }
    }
}
