package io.transship.lab.demo;

import io.transship.lab.testbed.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/** Changes the policy in a lab's manager configuration file, which the manager watches. */
final class PolicySwitch {

    private static final Pattern POLICY = Pattern.compile("(?m)^policy: .*$");

    private PolicySwitch() {}

    static void in(Testbed lab, String policy) {
        Path file = lab.runFolder().resolve("manager/manager.yaml");
        Path changed = file.resolveSibling("manager.yaml.new");
        try {
            String text = Files.readString(file);
            Files.copy(file, changed, StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(changed, POLICY.matcher(text).replaceFirst("policy: " + policy));
            Files.move(
                    changed,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
