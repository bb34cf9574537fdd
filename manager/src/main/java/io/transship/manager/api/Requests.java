package io.transship.manager.api;

import io.transship.core.container.ContainerOptions;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bodies of requests, as hostile as they come. */
final class Requests {

    private static final int MAX_ITEMS = 256;
    private static final int MAX_TEXT = 4096;
    private static final List<String> RESTART_POLICIES =
            List.of("no", "always", "unless-stopped", "on-failure");

    private Requests() {}

    record Run(
            @Nullable String container,
            @Nullable String image,
            @Nullable String host,
            @Nullable String ip,
            @Nullable String ipv6,
            @Nullable Boolean ipv6Only,
            @Nullable List<String> command,
            @Nullable Map<String, String> environment,
            @Nullable Map<String, String> labels,
            @Nullable String memory,
            @Nullable String restartPolicy,
            @Nullable RunOptions options) {

        RunOrder toOrder() {
            return new RunOrder(
                    new ContainerId(required("container", container)),
                    Optional.ofNullable(image).map(Requests::plain),
                    Optional.ofNullable(host).map(HostId::new),
                    Optional.ofNullable(ip).map(IpAddress::new),
                    Optional.ofNullable(ipv6).map(IpAddress::new),
                    Boolean.TRUE.equals(ipv6Only),
                    checked(command),
                    checked(environment),
                    labels == null ? Map.of() : limited(labels, "labels"),
                    Optional.ofNullable(memory).map(ByteCount::parse),
                    Optional.ofNullable(restartPolicy).map(Requests::restart),
                    options == null ? ContainerOptions.NONE : options.toOptions());
        }
    }

    record Migrate(@Nullable String container, @Nullable String target, @Nullable String mode) {

        ContainerId containerId() {
            return new ContainerId(required("container", container));
        }

        HostId targetId() {
            return new HostId(required("target", target));
        }

        Optional<MigrationMode> modeAsked() {
            return Optional.ofNullable(mode)
                    .map(
                            word ->
                                    MigrationMode.of(word)
                                            .orElseThrow(() -> Requests.noMode(plain(word))));
        }
    }

    record Replay(@Nullable String policy) {

        Optional<String> policyAsked() {
            return Optional.ofNullable(policy).map(Requests::plain);
        }
    }

    record Try(@Nullable String container) {

        Optional<ContainerId> containerAsked() {
            return Optional.ofNullable(container).map(ContainerId::new);
        }
    }

    record Reject(@Nullable String reason) {

        String reasonGiven() {
            return reason == null ? "" : plain(reason);
        }
    }

    record Check(@Nullable String name, @Nullable String text) {

        String fileName() {
            return plain(required("name", name)).replaceAll("\\p{Cntrl}", "?");
        }

        String content() {
            return required("text", text);
        }
    }

    private static TransshipException noMode(String word) {
        return new TransshipException(
                FailureCode.USAGE,
                "there is no mode '%s'; there are: %s.".formatted(word, MigrationMode.words()));
    }

    private static String required(String key, @Nullable String value) {
        if (value == null) {
            throw new TransshipException(FailureCode.USAGE, "key '" + key + "' is missing.");
        }
        return value;
    }

    private static List<String> checked(@Nullable List<String> command) {
        List<String> words = command == null ? List.of() : command;
        if (words.size() > MAX_ITEMS) {
            throw new IllegalArgumentException("a command has at most " + MAX_ITEMS + " words");
        }
        return words.stream().map(Requests::plain).toList();
    }

    private static Map<String, String> checked(@Nullable Map<String, String> environment) {
        Map<String, String> variables =
                environment == null ? Map.of() : limited(environment, "variables");
        variables.forEach(
                (name, value) -> {
                    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
                        throw new IllegalArgumentException(
                                "'" + name + "' is not the name of a variable");
                    }
                });
        return variables;
    }

    private static Map<String, String> limited(Map<String, String> pairs, String what) {
        if (pairs.size() > MAX_ITEMS) {
            throw new IllegalArgumentException("at most " + MAX_ITEMS + " " + what + " are taken");
        }
        pairs.forEach((name, value) -> plain(plain(name) + value));
        return pairs;
    }

    private static String restart(String word) {
        if (!RESTART_POLICIES.contains(word)) {
            throw new IllegalArgumentException(
                    "'" + word + "' is none of the restart policies " + RESTART_POLICIES);
        }
        return word;
    }

    private static String plain(@Nullable String text) {
        if (text == null || text.length() > MAX_TEXT || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a text is null, holds a zero byte or is longer than " + MAX_TEXT);
        }
        return text;
    }
}
