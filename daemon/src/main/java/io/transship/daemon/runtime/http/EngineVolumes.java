package io.transship.daemon.runtime.http;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.runtime.VolumeStore;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Named volumes, over an engine's API. */
public final class EngineVolumes implements VolumeStore {

    private final EngineClient engine;
    private final String page;

    /**
     * Asks this engine.
     *
     * @param page what follows a volume's name where the engine describes it: "", "/json"
     */
    public EngineVolumes(EngineClient engine, String page) {
        this.engine = engine;
        this.page = page;
    }

    @Override
    public Optional<Path> folder(String name) {
        return engine.find("/volumes/" + name + page).map(each -> folder(name, each));
    }

    private static Path folder(String name, JsonNode volume) {
        String driver = volume.path("Driver").asString("");
        if (!driver.equals("local")) {
            throw new TransshipException(
                    FailureCode.MOUNT_NOT_MOVABLE,
                    "the volume '%s' is kept by the driver '%s'".formatted(name, driver),
                    "Use a volume of the driver 'local'.",
                    null);
        }
        return Path.of(volume.path("Mountpoint").asString(""));
    }

    @Override
    public void remove(String name) {
        engine.delete("/volumes/" + name);
    }
}
