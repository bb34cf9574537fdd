package io.transship.manager.sdn.openflow;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.core.neighbour.NeighbourMessage;
import io.transship.manager.sdn.LinkCapacities;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Switches, cables and hosts in memory; the switches speak real OpenFlow to a real controller. One
 * thread carries all frames, so that what happens to one is a sequence of method calls.
 */
final class FakeNetwork implements AutoCloseable {

    /** More links than this, and the frame goes in circles. */
    private static final int MOST_HOPS = 64;

    /** Of a controller over such a network: any free port, links of unknown capacity, quick. */
    static OpenFlowSettings settings() {
        return new OpenFlowSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Set.of(),
                LinkCapacities.unstated(),
                Duration.ofMillis(200),
                Duration.ofMillis(100),
                Duration.ofSeconds(5));
    }

    /** A host that answers ARP and keeps what it hears. */
    record FakeHost(MacAddress mac, IpAddress ip, ConnectPoint at, List<Frame> heard) {

        FakeHost(MacAddress mac, IpAddress ip, ConnectPoint at) {
            this(mac, ip, at, new CopyOnWriteArrayList<>());
        }
    }

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Map<DatapathId, FakeSwitch> switches = new TreeMap<>();
    private final Map<ConnectPoint, ConnectPoint> cables = new HashMap<>();
    private final Map<ConnectPoint, Duration> delays = new HashMap<>();
    private final Map<ConnectPoint, FakeHost> hosts = new TreeMap<>();
    private final Set<ConnectPoint> echoing = new HashSet<>();
    private final Map<Long, Integer> ports = new HashMap<>();
    private final AtomicInteger broadcasts = new AtomicInteger();
    private final AtomicReference<String> circle = new AtomicReference<>();

    FakeNetwork switches(int count) {
        for (int i = 1; i <= count; i++) {
            DatapathId datapath = new DatapathId(i);
            switches.put(datapath, new FakeSwitch(datapath, this));
        }
        return this;
    }

    FakeNetwork ring(int count) {
        switches(count);
        for (int i = 1; i <= count; i++) {
            link(i, i % count + 1);
        }
        return hostOnEach(count);
    }

    FakeNetwork mesh(int count) {
        switches(count);
        for (int a = 1; a <= count; a++) {
            for (int b = a + 1; b <= count; b++) {
                link(a, b);
            }
        }
        return hostOnEach(count);
    }

    FakeNetwork link(int a, int b) {
        ConnectPoint one = newPort(a);
        ConnectPoint other = newPort(b);
        cables.put(one, other);
        cables.put(other, one);
        return this;
    }

    FakeNetwork hostOnEach(int count) {
        for (int i = 1; i <= count; i++) {
            host(i, i);
        }
        return this;
    }

    /** The host 10.0.0.{@code number} on a switch. */
    FakeHost host(int number, int onSwitch) {
        return host(number, newPort(onSwitch));
    }

    FakeHost host(int number, ConnectPoint at) {
        MacAddress mac = new MacAddress(0x0200_0a00_0000L + number);
        return attach(new FakeHost(mac, new IpAddress("10.0.0." + number), at));
    }

    private FakeHost attach(FakeHost host) {
        hosts.put(host.at(), host);
        return host;
    }

    Collection<FakeHost> hosts() {
        return hosts.values();
    }

    FakeHost host(int number) {
        return hosts.values().stream()
                .filter(host -> host.mac().value() == 0x0200_0a00_0000L + number)
                .findFirst()
                .orElseThrow();
    }

    FakeSwitch fakeSwitch(int number) {
        return switches.get(new DatapathId(number));
    }

    void connect(InetSocketAddress controller) throws IOException {
        for (FakeSwitch each : switches.values()) {
            each.connect(controller);
        }
    }

    /** Cuts or mends the cable between two switches. */
    void set(int a, int b, boolean up) {
        cables.forEach(
                (one, other) -> {
                    if (joins(one, other, a, b)) {
                        run(() -> fakeSwitch(a).setUp(one.port(), up));
                        run(() -> fakeSwitch(b).setUp(other.port(), up));
                    }
                });
    }

    void send(FakeHost from, Frame frame) {
        run(() -> switches.get(from.at().datapath()).receive(from.at().port(), frame, 0));
    }

    void send(FakeHost from, NeighbourMessage message) {
        send(from, Frame.parse(message.frame()).orElseThrow());
    }

    /** An IPv4 datagram with a number in it. */
    Frame datagram(FakeHost from, FakeHost to, int number) {
        ByteBuffer buffer = ByteBuffer.allocate(60);
        buffer.put(to.mac().bytes()).put(from.mac().bytes()).putShort((short) Frame.IPV4);
        buffer.put(14, (byte) 0x45).position(26);
        buffer.put(from.ip().bytes()).put(to.ip().bytes()).putInt(number);
        return Frame.parse(buffer.array()).orElseThrow();
    }

    /** From now on it sends every datagram back. */
    void echo(FakeHost host) {
        run(() -> echoing.add(host.at()));
    }

    /** "I am here", to everybody. */
    Frame gratuitousArp(FakeHost from) {
        Frame.Arp said = new Frame.Arp(true, from.mac(), from.ip(), from.ip());
        byte[] bytes = Frame.arpReply(said, from.mac());
        System.arraycopy(Frame.BROADCAST.bytes(), 0, bytes, 0, 6);
        return Frame.parse(bytes).orElseThrow();
    }

    static int number(Frame datagram) {
        return ByteBuffer.wrap(datagram.bytes()).getInt(34);
    }

    /** No two are equal, so that a host which hears one twice is noticed. */
    Frame broadcast(FakeHost from) {
        int number = broadcasts.incrementAndGet();
        IpAddress nobody = new IpAddress("10.9." + number / 256 + "." + number % 256);
        return Frame.parse(Frame.arpProbe(from.mac(), nobody)).orElseThrow();
    }

    /** A cable loses everything, and its ports do not notice. */
    void silence(int a, int b) {
        run(
                () ->
                        cables.entrySet()
                                .removeIf(
                                        cable ->
                                                joins(cable.getKey(), cable.getValue(), a, b)
                                                        || joins(
                                                                cable.getValue(),
                                                                cable.getKey(),
                                                                a,
                                                                b)));
    }

    /** What goes from one switch to another takes so long. */
    void delay(int from, int to, Duration time) {
        cables.forEach(
                (one, other) -> {
                    if (joins(one, other, from, to)) {
                        run(() -> delays.put(one, time));
                    }
                });
    }

    private static boolean joins(ConnectPoint one, ConnectPoint other, int a, int b) {
        return one.datapath().value() == a && other.datapath().value() == b;
    }

    /** Everything that a host has heard, without what is addressed to others. */
    List<Frame> heard(FakeHost host) {
        return call(() -> List.copyOf(host.heard()));
    }

    /** The numbers in the datagrams that a host has heard. */
    List<Integer> numbersHeard(FakeHost host) {
        return heard(host).stream()
                .filter(frame -> frame.etherType() == Frame.IPV4)
                .map(FakeNetwork::number)
                .toList();
    }

    long broadcastsHeard(FakeHost host, FakeHost from) {
        return heard(host).stream()
                .filter(frame -> frame.source().equals(from.mac()))
                .filter(frame -> frame.destination().isGroup())
                .count();
    }

    void clear() {
        run(() -> hosts.values().forEach(host -> host.heard().clear()));
    }

    /** Of all switches. */
    long holdEntries() {
        return call(
                () ->
                        switches.values().stream()
                                .flatMap(each -> each.table().entries().stream())
                                .filter(entry -> Flows.hold(entry.cookie) != 0)
                                .count());
    }

    /** Said when a frame went in circles. */
    String circle() {
        return circle.get();
    }

    void run(Runnable task) {
        if (!thread.isShutdown()) {
            var _ = thread.submit(task);
        }
    }

    <T> T call(Callable<T> task) {
        Future<T> result = thread.submit(task);
        try {
            return result.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A frame leaves a switch. Called on the thread. */
    void transmit(ConnectPoint out, Frame frame, int hops) {
        if (hops > MOST_HOPS) {
            circle.compareAndSet(null, frame.source() + " -> " + frame.destination());
            return;
        }
        ConnectPoint peer = cables.get(out);
        if (peer != null) {
            Runnable arrival =
                    () -> switches.get(peer.datapath()).receive(peer.port(), frame, hops);
            Duration delay = delays.getOrDefault(out, Duration.ZERO);
            if (delay.isZero()) {
                run(arrival);
            } else {
                CompletableFuture.delayedExecutor(
                                delay.toMillis(), TimeUnit.MILLISECONDS, this::run)
                        .execute(arrival);
            }
        } else if (hosts.containsKey(out)) {
            hear(hosts.get(out), frame);
        }
    }

    private void hear(FakeHost host, Frame frame) {
        boolean mine = frame.destination().equals(host.mac()) || frame.destination().isGroup();
        if (!mine || frame.isLinkLocal()) {
            return;
        }
        if (isNumbered(frame) && again(host, frame)) {
            circle.compareAndSet(null, host + " heard a broadcast twice");
        }
        host.heard().add(frame);
        if (echoing.contains(host.at()) && frame.etherType() == Frame.IPV4) {
            hosts.values().stream()
                    .filter(sender -> sender.mac().equals(frame.source()))
                    .forEach(sender -> send(host, datagram(host, sender, number(frame))));
        }
        frame.arp()
                .filter(arp -> arp.request() && arp.targetIp().equals(host.ip()))
                .ifPresent(
                        arp ->
                                send(
                                        host,
                                        Frame.parse(Frame.arpReply(arp, host.mac()))
                                                .orElseThrow()));
    }

    private static boolean again(FakeHost host, Frame frame) {
        return host.heard().stream()
                .anyMatch(before -> Arrays.equals(before.bytes(), frame.bytes()));
    }

    private static boolean isNumbered(Frame frame) {
        return frame.arp().filter(arp -> arp.targetIp().text().startsWith("10.9.")).isPresent();
    }

    private ConnectPoint newPort(int onSwitch) {
        int number = ports.merge((long) onSwitch, 1, Integer::sum);
        fakeSwitch(onSwitch).addPort(number);
        return new ConnectPoint(new DatapathId(onSwitch), number);
    }

    @Override
    public void close() {
        for (FakeSwitch each : switches.values()) {
            run(
                    () -> {
                        try {
                            each.disconnect();
                        } catch (IOException ignored) {
                            // it is gone anyway
                        }
                    });
        }
        thread.close();
    }
}
