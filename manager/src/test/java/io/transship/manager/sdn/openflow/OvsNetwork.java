package io.transship.manager.sdn.openflow;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A network of real Open vSwitches with network namespaces as hosts, in namespaces of its own: when
 * its first process ends, or this one, all of it is gone.
 */
final class OvsNetwork implements AutoCloseable {

    private static final String FIRST_PROCESS =
            """
            set -e
            mount --make-rprivate /
            mount -t tmpfs none /run
            mkdir -p /run/openvswitch /run/netns
            mount -t tmpfs none /etc/openvswitch
            mount -t tmpfs none /var/log/openvswitch
            ip link set lo up
            ovsdb-tool create /etc/openvswitch/conf.db /usr/share/openvswitch/vswitch.ovsschema
            ovsdb-server --detach --no-chdir --pidfile --log-file --remote=punix:/run/openvswitch/db.sock
            ovs-vsctl --no-wait init
            ovs-vswitchd --detach --no-chdir --pidfile --log-file -vconsole:off
            echo ready
            while read -r line; do :; done
            """;

    private final Process outer;
    private final long firstProcess;
    private final InetSocketAddress controller;
    private final List<String> script = new ArrayList<>();
    private final Map<Long, Integer> ports = new HashMap<>();
    private final Map<String, ConnectPoint> places = new HashMap<>();

    OvsNetwork() throws IOException, InterruptedException {
        outer =
                new ProcessBuilder(
                                "unshare",
                                "-m",
                                "-n",
                                "-p",
                                "--fork",
                                "--kill-child",
                                "--mount-proc",
                                "bash",
                                "-c",
                                FIRST_PROCESS)
                        .redirectErrorStream(true)
                        .start();
        awaitReady();
        firstProcess = outer.children().findFirst().orElseThrow().pid();
        controller = new InetSocketAddress(joinControl(), 0);
    }

    private void awaitReady() throws IOException {
        var reader = outer.inputReader();
        StringBuilder said = new StringBuilder();
        String line = reader.readLine();
        while (line != null && !line.equals("ready")) {
            said.append(line).append('\n');
            line = reader.readLine();
        }
        if (line == null) {
            throw new IOException("no Open vSwitch: " + said);
        }
    }

    /** A cable from here into the network; our address on it. */
    private String joinControl() throws IOException, InterruptedException {
        int number = new SecureRandom().nextInt(1 << 14);
        String subnet = "169.254." + (number >> 6 & 0xff) + ".";
        int base = (number & 63) * 4;
        String cable = "tst" + number;
        command(
                ("ip link add " + cable + " type veth peer name control netns " + firstProcess)
                        .split(" "));
        command("ip", "address", "add", subnet + (base + 1) + "/30", "dev", cable);
        command("ip", "link", "set", cable, "up");
        in("ip address add " + subnet + (base + 2) + "/30 dev control; ip link set control up");
        return subnet + (base + 1);
    }

    /** Where a controller has to listen; the port is free to choose. */
    InetSocketAddress controllerAddress() {
        return controller;
    }

    OvsNetwork switches(int count, InetSocketAddress at) {
        for (int i = 1; i <= count; i++) {
            script.add(
                    "ovs-vsctl add-br s%d -- set bridge s%d datapath_type=netdev fail_mode=secure"
                                    .formatted(i, i)
                            + " protocols=OpenFlow13 other_config:datapath-id=%016x".formatted(i)
                            + " -- set-controller s%d tcp:%s:%d -- set controller s%d max_backoff=1000"
                                    .formatted(
                                            i, at.getAddress().getHostAddress(), at.getPort(), i));
        }
        return this;
    }

    /** A cable between two switches. */
    OvsNetwork link(int a, int b) {
        String one = "s" + a + "-s" + b;
        String other = "s" + b + "-s" + a;
        script.add("ip link add " + one + " type veth peer name " + other);
        plug(a, one);
        plug(b, other);
        return this;
    }

    /** A host {@code name} with address 10.0.0.{@code number}/24 on a switch. */
    OvsNetwork host(String name, int number, int onSwitch) {
        String inner = "10.0.0.%d/24".formatted(number);
        String mac = "02:00:0a:00:00:%02x".formatted(number);
        script.add("ip netns add " + name);
        script.add("ip link add " + name + "-sw type veth peer name eth0 netns " + name);
        script.add("ip -n " + name + " link set lo up");
        script.add("ip -n " + name + " link set eth0 address " + mac + " up");
        script.add("ip netns exec " + name + " ethtool -K eth0 tx off >/dev/null");
        script.add("ip -n " + name + " address add " + inner + " dev eth0");
        places.put(name, plug(onSwitch, name + "-sw"));
        return this;
    }

    ConnectPoint place(String host) {
        return places.get(host);
    }

    void build() throws IOException, InterruptedException {
        in(String.join("\n", script));
        script.clear();
    }

    /** Runs a script inside; what it printed. Fails if it does. */
    String in(String text) throws IOException, InterruptedException {
        return command(
                "nsenter",
                "-t",
                String.valueOf(firstProcess),
                "-m",
                "-n",
                "-p",
                "bash",
                "-ec",
                text);
    }

    /** Starts a script inside a host. */
    Process start(String host, String... arguments) throws IOException {
        List<String> line =
                new ArrayList<>(
                        List.of("nsenter", "-t", String.valueOf(firstProcess), "-m", "-n", "-p"));
        line.addAll(List.of("ip", "netns", "exec", host));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    @Override
    public void close() throws IOException {
        try (OutputStream end = outer.getOutputStream()) {
            end.flush();
        }
        try {
            if (!outer.waitFor(5, TimeUnit.SECONDS)) {
                outer.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ConnectPoint plug(int toSwitch, String device) {
        int number = ports.merge((long) toSwitch, 1, Integer::sum);
        script.add("ethtool -K " + device + " tx off >/dev/null; ip link set " + device + " up");
        script.add(
                "ovs-vsctl add-port s%d %s -- set interface %s ofport_request=%d"
                        .formatted(toSwitch, device, device, number));
        return new ConnectPoint(new DatapathId(toSwitch), number);
    }

    private static String command(String... line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", line) + ": " + said);
        }
        return said;
    }
}
