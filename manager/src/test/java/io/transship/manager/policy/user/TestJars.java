package io.transship.manager.policy.user;

import io.transship.core.policy.Policy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Real jars with a policy in them, compiled now. */
final class TestJars {

    private static final String SOURCE =
            """
            package users;
            import io.transship.core.policy.*;
            import io.transship.core.view.*;
            import io.transship.core.model.*;
            import java.util.*;
            public final class %1$s implements Policy {
                static { %3$s }
                public String name() { return "%2$s"; }
                public boolean needsSource() { return true; }
                public Decision decide(Evaluation evaluation, NetworkView view) {
                    %4$s
                }
                static Decision to(HostId target, Evaluation evaluation, Candidate... candidates) {
                    MoveSource source = evaluation.source().get();
                    return new Decision.Move(source.container(), source.host(), target,
                        new Explanation("x", 1, "There it goes.", List.of(candidates)));
                }
                static HostId last(Evaluation evaluation, NetworkView view) {
                    return Targets.of(evaluation.source().get().host(), view).free().getLast();
                }
            }
            """;

    private final Path folder;

    TestJars(Path folder) {
        this.folder = folder;
    }

    private static String core() {
        try {
            return Path.of(Policy.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A jar whose policy decides by {@code body}. */
    Path policy(String name, String body) throws IOException {
        return policy(name, "", body);
    }

    /** The same, with something that happens when it is loaded. */
    Path policy(String name, String whenLoaded, String body) throws IOException {
        String type = "P" + name.replace("-", "");
        return jar(
                name,
                "users." + type,
                SOURCE.formatted(type, name, whenLoaded, body),
                "io.transship.core.policy.Policy");
    }

    /** A jar of one class that offers one service. */
    Path jar(String name, String type, String source, String service) throws IOException {
        Path out = Files.createDirectories(folder.resolve(name));
        Path file = out.resolve(type.substring(type.lastIndexOf('.') + 1) + ".java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter words = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean done =
                    compiler.getTask(
                                    words,
                                    files,
                                    null,
                                    List.of("-d", out.toString(), "-proc:none", "-cp", core()),
                                    null,
                                    files.getJavaFileObjects(file))
                            .call();
            if (!done) {
                throw new IllegalStateException(words.toString());
            }
        }
        Path jar = folder.resolve(name + ".jar");
        try (OutputStream stream = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(stream);
                Stream<Path> classes = Files.walk(out)) {
            for (Path each : classes.filter(path -> path.toString().endsWith(".class")).toList()) {
                entries.putNextEntry(new JarEntry(out.relativize(each).toString()));
                Files.copy(each, entries);
            }
            entries.putNextEntry(new JarEntry("META-INF/services/" + service));
            entries.write(type.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
