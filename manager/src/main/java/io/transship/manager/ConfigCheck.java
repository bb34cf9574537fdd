package io.transship.manager;

import io.transship.core.failure.TransshipException;
import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.ConfigRemarks;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.event.Event;
import io.transship.settings.Overrides;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a manager would say of a configuration file if it were started with it. */
final class ConfigCheck {

    private ConfigCheck() {}

    /**
     * Looks into the jars of policies, too.
     *
     * @return what can hardly be meant; the file is valid
     * @throws TransshipException as at the manager's start
     */
    static List<String> remarks(Path file, Overrides overrides) {
        ManagerConfig config = ConfigLoader.load(file, overrides);
        List<String> remarks = new ArrayList<>(ConfigRemarks.on(config));
        if (!config.policyJars().isEmpty()) {
            remarks.addAll(brokenJars(config, file, overrides));
        }
        return remarks;
    }

    private static List<String> brokenJars(ManagerConfig config, Path file, Overrides overrides) {
        List<Event> failures = Collections.synchronizedList(new ArrayList<>());
        List<String> words = new ArrayList<>();
        try (PolicyShelf shelf = new PolicyShelf(failures::add, Clock.systemUTC())) {
            var _ = shelf.change(config);
        } catch (TransshipException e) {
            TransshipException placed = ConfigLoader.placed(e, file, overrides);
            throw failures.isEmpty() ? placed : withCauses(placed, failures);
        }
        failures.forEach(failure -> words.add(words(failure)));
        return words;
    }

    private static TransshipException withCauses(TransshipException what, List<Event> failures) {
        StringBuilder message = new StringBuilder(String.valueOf(what.getMessage()));
        failures.forEach(failure -> message.append(' ').append(words(failure)).append('.'));
        return new TransshipException(what.code(), message.toString(), what.mend(), what);
    }

    private static String words(Event failure) {
        return "the jar %s can't be used: %s"
                .formatted(failure.data().get("policy"), failure.data().get("message"));
    }
}
