package io.transship.manager.policy.user;

import io.transship.core.policy.Policy;
import io.transship.core.policy.PolicyProvider;
import io.transship.manager.document.ViewDocument;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The process that users' policies run in: answers one question after the other, and ends when
 * nobody asks any more. Arguments: the jars.
 */
public final class PolicyHostMain {

    private static final int LONGEST_QUESTION = 1 << 30;
    private static final int LONGEST_WORDS = 500;

    private final URLClassLoader loader;
    private final Map<String, Policy> policies = new TreeMap<>();

    private PolicyHostMain(URLClassLoader loader) {
        this.loader = loader;
    }

    /** Serves questions from standard input. */
    public static void main(String[] jars) throws IOException {
        Frames frames =
                new Frames(System.in, new FileOutputStream(FileDescriptor.out), LONGEST_QUESTION);
        System.setOut(System.err); // what a policy prints is no answer
        List<URL> urls = new ArrayList<>();
        for (String jar : jars) {
            urls.add(url(jar));
        }
        URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), PolicyHostMain.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        new PolicyHostMain(loader).serve(frames);
    }

    private static URL url(String jar) {
        try {
            return Path.of(jar).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar, e);
        }
    }

    private void serve(Frames frames) {
        try {
            while (true) {
                frames.write(answer(frames.read()));
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(0); // nobody asks any more; a policy's threads don't matter
        }
    }

    private Map<String, Object> answer(Map<String, Object> question) {
        try {
            return Wire.text(question, "ask").orElse("").equals(Wire.LIST)
                    ? list(Wire.map(question.get("settings")))
                    : decide(question);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // whatever a policy throws is its answer
            return Map.of("error", words(e));
        }
    }

    private static String words(Throwable thrown) {
        String text = String.valueOf(thrown);
        return text.substring(0, Math.min(text.length(), LONGEST_WORDS));
    }

    private Map<String, Object> list(Map<String, Object> given) {
        Map<String, String> settings = new TreeMap<>();
        given.forEach((key, value) -> settings.put(key, String.valueOf(value)));
        for (PolicyProvider each : ServiceLoader.load(PolicyProvider.class, loader)) {
            policies.putIfAbsent(each.name(), each.create(Map.copyOf(settings)));
        }
        for (Policy each : ServiceLoader.load(Policy.class, loader)) {
            policies.putIfAbsent(each.name(), each);
        }
        List<Object> listed = new ArrayList<>();
        policies.forEach(
                (name, policy) -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("name", name);
                    one.put("needsSource", policy.needsSource());
                    listed.add(one);
                });
        return Map.of("policies", listed);
    }

    private Map<String, Object> decide(Map<String, Object> question) {
        @Nullable Policy policy = policies.get(Wire.text(question, "policy").orElse(""));
        if (policy == null) {
            return Map.of("error", "no such policy");
        }
        return Wire.answer(
                policy.decide(
                        Wire.evaluation(question),
                        ViewDocument.read(Wire.map(question.get("view")))));
    }
}
