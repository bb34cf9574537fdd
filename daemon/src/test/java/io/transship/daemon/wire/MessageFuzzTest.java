package io.transship.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.transship.daemon.runtime.SpecLabel;
import io.transship.daemon.testing.Fuzz;
import io.transship.proto.v1.CheckRequest;
import io.transship.proto.v1.ContainerSpec;
import io.transship.proto.v1.FileDigest;
import io.transship.proto.v1.Needs;
import io.transship.proto.v1.RestartBatch;
import io.transship.proto.v1.RestartOpen;
import io.transship.proto.v1.RestartRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The messages of RESTART and Check, and the label with a specification. */
class MessageFuzzTest {

    private static final long MOST = 4 << 20;

    private static final ContainerSpec SPEC =
            ContainerSpec.newBuilder()
                    .setName("web")
                    .setImage("registry:5000/web:1")
                    .addCommand("/web")
                    .putEnvironment("PORT", "8080")
                    .setIp("10.0.0.100")
                    .setPrefixLength(24)
                    .setMac("02:00:0a:00:00:64")
                    .setGateway("10.0.0.1")
                    .putLabels("io.example", "1")
                    .setMemoryBytes(64 << 20)
                    .setRestartPolicy("always")
                    .build();

    @Test
    void restartIsReadOrRefused() throws Exception {
        Fuzz.of("RESTART", MOST, open(), batch())
                .run(
                        60_000,
                        input -> {
                            RestartRequest request = RestartRequest.parseFrom(input);
                            Optional<Object> read =
                                    switch (request.getMessageCase()) {
                                        case OPEN -> {
                                            var _ =
                                                    Specs.migration(
                                                            request.getOpen().getMigrationId());
                                            yield Optional.of(
                                                    Specs.fromWire(request.getOpen().getSpec()));
                                        }
                                        case IMAGES ->
                                                Optional.of(Digests.fromWire(request.getImages()));
                                        default -> Optional.empty();
                                    };
                            assertThat(read.toString()).isNotEmpty();
                        });
    }

    private static byte[] open() {
        return RestartRequest.newBuilder()
                .setOpen(
                        RestartOpen.newBuilder()
                                .setProtocolVersion(1)
                                .setMigrationId("m1")
                                .setSourceHost("h2")
                                .setSpec(SPEC)
                                .setImageId("sha256:00")
                                .setLeaseMs(10_000))
                .build()
                .toByteArray();
    }

    private static byte[] batch() {
        return RestartRequest.newBuilder()
                .setImages(
                        RestartBatch.newBuilder()
                                .setNumber(2)
                                .addFiles(
                                        FileDigest.newBuilder()
                                                .setPath("dump/pages-1.img")
                                                .setSize(3)
                                                .setDigest(ByteString.copyFrom(new byte[32]))))
                .build()
                .toByteArray();
    }

    @Test
    void needsAreReadOrRefused() throws Exception {
        CheckRequest check =
                CheckRequest.newBuilder()
                        .setContainer("web")
                        .setNeeds(Needs.newBuilder().setSpec(SPEC).setImageId("sha256:00"))
                        .build();
        Fuzz.of("Check", MOST, check.toByteArray())
                .run(
                        60_000,
                        input -> {
                            CheckRequest request = CheckRequest.parseFrom(input);
                            var _ = Specs.container(request.getContainer());
                            assertThat(Specs.fromWire(request.getNeeds().getSpec()).toString())
                                    .isNotEmpty();
                        });
    }

    @Test
    void aLabelIsReadOrIsNotOurs() throws Exception {
        String label = SpecLabel.write(Specs.fromWire(SPEC));
        Fuzz.of("labels", MOST, label.getBytes(StandardCharsets.UTF_8))
                .run(
                        60_000,
                        input ->
                                assertThat(
                                                SpecLabel.read(
                                                        new String(input, StandardCharsets.UTF_8)))
                                        .isNotNull());
    }
}
