package io.transship.lab.bench.poll;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many simulated switches in one process: {@code PORT SWITCHES PORTS LINKS}. Says "asked" when each
 * was asked for its ports' counters; on a number watches for so many seconds, then says median and
 * 99th percentile of the lag in ms, missed periods and questions.
 */
public final class SwitchFleetMain {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final int AT_ONCE = 100;
    private static final int AGAIN_SECONDS = 1;

    private SwitchFleetMain() {}

    /** Runs until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        PollNetwork network =
                new PollNetwork(
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]));
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        List<SimulatedSwitch> switches = new ArrayList<>();
        for (int i = 1; i <= network.switches(); i++) {
            switches.add(new SimulatedSwitch(i, network.ports()));
        }
        for (PollNetwork.Cable cable : network.cables()) {
            SimulatedSwitch one = switches.get(cable.from());
            SimulatedSwitch other = switches.get(cable.to());
            one.plug(cable.fromPort(), other, cable.toPort());
            other.plug(cable.toPort(), one, cable.fromPort());
        }
        connect(group, switches, port);
        System.out.println(
                until(switches) ? "asked" : "not all simulated switches were asked in time");
        try (BufferedReader orders =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                System.out.println(measure(switches, Integer.parseInt(line)));
            }
        }
        var _ = group.shutdownGracefully();
    }

    /** Some at a time, as a network that is switched on does it. */
    private static void connect(EventLoopGroup group, List<SimulatedSwitch> switches, int port) {
        int count = 0;
        for (SimulatedSwitch each : switches) {
            ChannelFuture connecting = connect(group, each, port);
            if (++count % AT_ONCE == 0) {
                var _ = connecting.awaitUninterruptibly();
            }
        }
    }

    /** And again, when the controller has ended the connection. */
    private static ChannelFuture connect(EventLoopGroup group, SimulatedSwitch each, int port) {
        ChannelFuture connecting =
                new Bootstrap()
                        .group(group)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline().addLast(SimulatedSwitch.cutter(), each);
                                    }
                                })
                        .connect("127.0.0.1", port);
        var _ =
                connecting
                        .channel()
                        .closeFuture()
                        .addListener(
                                closed -> {
                                    if (!group.isShuttingDown()) {
                                        var _ =
                                                group.schedule(
                                                        () -> {
                                                            var _ = connect(group, each, port);
                                                        },
                                                        AGAIN_SECONDS,
                                                        TimeUnit.SECONDS);
                                    }
                                });
        return connecting;
    }

    private static boolean until(List<SimulatedSwitch> switches) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (switches.stream().anyMatch(each -> each.questions() < 3)) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    private static String measure(List<SimulatedSwitch> switches, int seconds) {
        long begin = System.nanoTime();
        long end = begin + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        Beat beat = new Beat(begin, end);
        switches.forEach(each -> beat.add(each.askedAt()));
        return beat.line();
    }
}
