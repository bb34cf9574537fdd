package io.transship.manager.policy.user;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Jars of users, and which policies are in them; they are only loaded in a process of their own.
 */
final class PolicyJars {

    private PolicyJars() {}

    /**
     * A policy in a jar.
     *
     * @param name as it calls itself
     * @param needsSource whether the source must be found first
     */
    record Listed(String name, boolean needsSource) {}

    /** The files; those of a folder by name. */
    static List<Path> files(UserPolicySettings settings) {
        List<Path> files = new ArrayList<>();
        for (Path path : settings.jars()) {
            if (Files.isDirectory(path)) {
                files.addAll(inFolder(path));
            } else if (Files.isReadable(path)) {
                files.add(path);
            } else {
                throw new TransshipException(
                        FailureCode.CONFIG_INVALID,
                        "policyJars: there is no file or folder " + path + " that can be read.");
            }
        }
        return files;
    }

    private static List<Path> inFolder(Path folder) {
        try (Stream<Path> there = Files.list(folder)) {
            return there.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID,
                    "policyJars: " + folder + " can't be read: " + e.getMessage() + ".",
                    e);
        }
    }

    /** Asks a process that is ended again which policies are in one jar. */
    static List<Listed> policiesIn(Path jar, UserPolicySettings settings) throws PolicyFailure {
        try (PolicyProcess process = PolicyProcess.start(List.of(jar), settings)) {
            Map<String, Object> answer =
                    process.ask(Wire.list(settings.settings()), settings.startDeadline());
            List<Listed> listed = new ArrayList<>();
            for (Object each : Wire.list(answer, "policies")) {
                Map<String, Object> one = Wire.map(each);
                Wire.text(one, "name")
                        .ifPresent(
                                name ->
                                        listed.add(
                                                new Listed(
                                                        name,
                                                        !Boolean.FALSE.equals(
                                                                one.get("needsSource")))));
            }
            return listed;
        }
    }
}
