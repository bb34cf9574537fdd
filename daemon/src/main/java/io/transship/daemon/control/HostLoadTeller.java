package io.transship.daemon.control;

import io.transship.daemon.measurement.HostMeter;
import io.transship.proto.v1.HelloReply;
import io.transship.proto.v1.HostLoad;
import java.nio.file.Path;

/** Tells the manager how busy the host is, if that is known. Thread-safe. */
final class HostLoadTeller {

    private final HostMeter meter;

    private HostLoadTeller(HostMeter meter) {
        this.meter = meter;
    }

    static HostLoadTeller ofThisMachine() {
        return new HostLoadTeller(new HostMeter(Path.of("/proc"), System::nanoTime));
    }

    void tell(HelloReply.Builder reply) {
        meter.load()
                .ifPresent(
                        load ->
                                reply.setLoad(
                                        HostLoad.newBuilder()
                                                .setCores(load.cores())
                                                .setCpuBusy(load.cpuBusy())
                                                .setMemoryTotal(load.memoryTotal().bytes())
                                                .setMemoryAvailable(
                                                        load.memoryAvailable().bytes())));
    }
}
