package io.transship.lab.faults;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.demo.stage.DemoImage;
import io.transship.lab.testbed.Finished;
import io.transship.lab.testbed.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes one fault happen, and mends it. Used by one thread. */
final class Injection implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String WORK = "/var/lib/transship";
    private static final String MIGRATIONS = "/run/transship/migrations";

    private final FaultStage stage;
    private final Fault fault;
    private final String source;
    private final String target;
    private Optional<WireProxy> proxy = Optional.empty();
    private boolean struck = true;

    Injection(FaultStage stage, Fault fault, String source, String target) {
        this.stage = stage;
        this.fault = fault;
        this.source = source;
        this.target = target;
    }

    /** Puts up what has to stand there before the migration begins. */
    void prepare() {
        if (fault.kind().isInFlight()) {
            proxy = Optional.of(new WireProxy(stage.machine(source), stage.machine(target)));
        }
    }

    /** What was done, for people. */
    String strike() {
        switch (fault.kind()) {
            case KILL_SOURCE_DAEMON -> stage.outages().endDaemon(source);
            case KILL_TARGET_DAEMON -> stage.outages().endDaemon(target);
            case KILL_MANAGER -> stage.outages().endManager();
            case KILL_SOURCE_ENGINE -> stage.outages().endEngine(source);
            case KILL_TARGET_ENGINE -> stage.outages().endEngine(target);
            case POWER_CUT_SOURCE -> stage.lab().kill(source);
            case POWER_CUT_TARGET -> stage.lab().kill(target);
            case CUT_DATA_OF_SOURCE -> stage.lab().cut(source, access(source));
            case CUT_DATA_OF_TARGET -> stage.lab().cut(target, access(target));
            case CUT_MANAGEMENT_OF_SOURCE -> management(source, "down");
            case CUT_MANAGEMENT_OF_TARGET -> management(target, "down");
            case FILL_DISK_OF_SOURCE -> fill(source);
            case FILL_DISK_OF_TARGET -> fill(target);
            case WRONG_IMAGE_ON_TARGET -> replaceImage();
            case REFUSED_CONTROL_PORT -> refuse("-I", "8088");
            case REFUSED_DATA_PORT -> refuse("-I", "8089");
            case CORRUPT_IMAGE_IN_FLIGHT -> proxy.ifPresent(each -> each.order(WireProxyMain.FLIP));
            case TRUNCATE_IMAGE_IN_FLIGHT -> proxy.ifPresent(each -> each.order(WireProxyMain.CUT));
            case CORRUPT_IMAGE_AT_SOURCE, TRUNCATE_IMAGE_AT_SOURCE -> {
                return damage(source);
            }
            case CORRUPT_IMAGE_AT_TARGET, TRUNCATE_IMAGE_AT_TARGET -> {
                return damage(target);
            }
        }
        return "";
    }

    /** Everything works again, apart from the container. */
    void mend() {
        switch (fault.kind()) {
            case CUT_DATA_OF_SOURCE -> stage.lab().restore(source, access(source));
            case CUT_DATA_OF_TARGET -> stage.lab().restore(target, access(target));
            case CUT_MANAGEMENT_OF_SOURCE -> management(source, "up");
            case CUT_MANAGEMENT_OF_TARGET -> management(target, "up");
            case FILL_DISK_OF_SOURCE -> empty(source);
            case FILL_DISK_OF_TARGET -> empty(target);
            case REFUSED_CONTROL_PORT -> refuse("-D", "8088");
            case REFUSED_DATA_PORT -> refuse("-D", "8089");
            default -> {}
        }
        stage.mend();
    }

    /** Whether there was something to strike at. */
    boolean hasStruck() {
        return struck;
    }

    /** What became of it later, for people. */
    String aftermath() {
        return proxy.map(WireProxy::done).orElse("");
    }

    /** What stands in the way does so until the migration is over: it spoils one piece only. */
    @Override
    public void close() {
        proxy.ifPresent(WireProxy::close);
    }

    /** Each machine has a switch of its own. */
    private static String access(String host) {
        return "s" + host.substring(1);
    }

    private void management(String host, String word) {
        demand(host, "ip link set mgmt0 " + word);
    }

    private void refuse(String how, String port) {
        demand(
                target,
                "iptables %s INPUT -p tcp --syn --dport %s -j REJECT --reject-with tcp-reset"
                        .formatted(how, port));
    }

    /** The disk below the daemon's own files, and the memory below a dump, have no room left. */
    private void fill(String host) {
        demand(
                host,
                """
                mkdir -p /run/full && mount -t tmpfs -o size=1m tmpfs /run/full
                cp -a %1$s/. /run/full/ && mount --move /run/full %1$s
                dd if=/dev/zero of=%1$s/filling bs=4k 2>/dev/null || true
                for images in %2$s/*/images; do
                    mountpoint -q "$images" && mount -o remount,size=4k "$images" || true
                done
                """
                        .formatted(WORK, MIGRATIONS));
    }

    /** What was written meanwhile stays, and what was deleted is gone. */
    private void empty(String host) {
        demand(
                host,
                """
                rm -f %1$s/filling
                if mountpoint -q %1$s; then
                    mkdir -p /run/full && mount --bind %1$s /run/full && umount %1$s
                    rm -rf %1$s/incoming
                    cp -a /run/full/. %1$s/ && umount /run/full
                fi
                for images in %2$s/*/images; do
                    mountpoint -q "$images" && mount -o remount,size=1g "$images" || true
                done
                """
                        .formatted(WORK, MIGRATIONS));
    }

    /** Another image under the name of the container's, which is not there: the id must decide. */
    private void replaceImage() {
        demand(
                target,
                """
                set -e
                right=$(docker image ls --quiet --no-trunc %1$s)
                echo other >/tmp/other && tar -C /tmp -cf - other | docker import - other >/dev/null
                docker tag other %1$s
                [ "$(docker image ls --quiet --no-trunc %1$s)" != "$right" ]
                [ -z "$right" ] || docker image rm --force "$right" >/dev/null
                """
                        .formatted(DemoImage.NAME + ":latest"));
    }

    private String damage(String host) {
        List<Path> files = images(stage.machine(host));
        if (files.isEmpty()) {
            struck = false;
            return "no image file to damage";
        }
        Path file = files.get(Math.floorMod(fault.choice(), files.size()));
        boolean truncate =
                fault.kind() == FaultKind.TRUNCATE_IMAGE_AT_SOURCE
                        || fault.kind() == FaultKind.TRUNCATE_IMAGE_AT_TARGET;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long middle = channel.size() / 2;
            if (truncate) {
                channel.truncate(middle);
            } else {
                ByteBuffer one = ByteBuffer.allocate(1);
                channel.read(one, middle);
                channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), middle);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.getFileName() + (truncate ? " cut to half" : " with a byte flipped");
    }

    /** Those that are not empty; biggest first, so that choice 0 is the memory. */
    private static List<Path> images(Machine machine) {
        try (Stream<Path> all = Files.walk(machine.file(MIGRATIONS))) {
            return all.filter(path -> path.toString().endsWith(".img"))
                    .filter(path -> path.toFile().length() > 0)
                    .sorted(
                            Comparator.comparingLong((Path path) -> -path.toFile().length())
                                    .thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void demand(String host, String script) {
        Finished done = stage.machine(host).exec(DEADLINE, "sh", "-c", script);
        if (!done.succeeded()) {
            throw new TransshipException(
                    FailureCode.INTERNAL,
                    "the fault could not be made on " + host + ": " + done.errors().strip() + ".");
        }
    }
}
