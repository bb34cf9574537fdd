package io.transship.lab.demo.stage;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demo's container image, as an archive for {@code docker load}: a base layer and a layer with
 * the server. Loaded, not imported, it has the same id on every host, and a migration finds it
 * there.
 */
public final class DemoImage {

    /** The image's name. */
    public static final String NAME = "transship-demo";

    /** Where the server in the container listens. */
    public static final int SERVER_PORT = 7000;

    /** Where iperf3 in the container listens. */
    public static final int LOAD_PORT = 5201;

    private static final List<String> FILES = List.of("entry.sh", "server.pl");
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private DemoImage() {}

    /** The command of a container that holds so many bytes of state. */
    public static List<String> command(long stateBytes) {
        return List.of(
                "/bin/sh",
                "/demo/entry.sh",
                String.valueOf(SERVER_PORT),
                String.valueOf(stateBytes));
    }

    /**
     * Writes the archive.
     *
     * @param base the base layer, a plain tar
     * @param archive the file to make
     */
    public static void write(Path base, Path archive) throws IOException {
        byte[] layer = serverLayer();
        byte[] configuration = configuration(List.of(digest(base), digest(layer)));
        String name = HexFormat.of().formatHex(sha256().digest(configuration)) + ".json";
        try (TarWriter tar =
                new TarWriter(new BufferedOutputStream(Files.newOutputStream(archive)))) {
            tar.file("base.tar", 0644, base);
            tar.file("server.tar", 0644, layer);
            tar.file(name, 0644, configuration);
            tar.file("manifest.json", 0644, manifest(name));
        }
    }

    private static byte[] serverLayer() throws IOException {
        ByteArrayOutputStream layer = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(layer)) {
            tar.folder("demo");
            for (String file : FILES) {
                tar.file("demo/" + file, 0755, resource(file));
            }
        }
        return layer.toByteArray();
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream in = DemoImage.class.getResourceAsStream("/demo/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        }
    }

    private static byte[] configuration(List<String> layers) {
        Map<String, Object> configuration =
                Map.of(
                        "architecture",
                        architecture(),
                        "os",
                        "linux",
                        "created",
                        "1970-01-01T00:00:00Z",
                        "config",
                        Map.of("Env", List.of("PATH=/usr/bin:/bin", "LC_ALL=C"), "Cmd", command(0)),
                        "rootfs",
                        Map.of("type", "layers", "diff_ids", layers),
                        "history",
                        layers.stream().map(layer -> Map.of("created_by", "transship")).toList());
        return json(configuration);
    }

    private static byte[] manifest(String configuration) {
        return json(
                List.of(
                        Map.of(
                                "Config",
                                configuration,
                                "RepoTags",
                                List.of(NAME + ":latest"),
                                "Layers",
                                List.of("base.tar", "server.tar"))));
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    private static byte[] json(Object value) {
        return MAPPER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] content) {
        return "sha256:" + HexFormat.of().formatHex(sha256().digest(content));
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
