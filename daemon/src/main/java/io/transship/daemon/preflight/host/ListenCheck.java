package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Problem;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Whether a daemon could listen where its configuration says; only for one that does not run. */
final class ListenCheck implements Check {

    private final String name;
    private final InetSocketAddress address;

    ListenCheck(String name, InetSocketAddress address) {
        this.name = name;
        this.address = address;
    }

    @Override
    public String subject() {
        return name;
    }

    @Override
    public List<Finding> look() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return List.of(Finding.ok(name, words() + " is free"));
        } catch (BindException e) {
            return List.of(taken(e));
        } catch (IOException e) {
            return List.of(
                    Finding.failure(
                            name,
                            FailureCode.CONFIG_INVALID,
                            words() + " can't be listened on: " + e.getMessage() + ".",
                            "Name an address of this host in the daemon's configuration."));
        }
    }

    private Finding taken(BindException e) {
        String why = String.valueOf(e.getMessage());
        if (why.contains("Cannot assign")) {
            return Finding.failure(
                    name,
                    FailureCode.CONFIG_INVALID,
                    "this host has no address " + address.getHostString() + ".",
                    "Run 'ip address' and name one of its addresses in the daemon's"
                            + " configuration.");
        }
        return Finding.warning(
                name,
                words() + " is taken",
                new Problem(
                        FailureCode.PORT_IN_USE,
                        words() + " is taken: by this daemon if it runs, else by another program.",
                        "Run 'ss -ltnp sport = :%d'; if it is not the daemon, end it or configure"
                                        .formatted(address.getPort())
                                + " another port."));
    }

    private String words() {
        return address.getHostString() + ":" + address.getPort();
    }
}
