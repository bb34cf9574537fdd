package io.transship.lab.demo.stage;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.programs.Programs;
import io.transship.lab.testbed.LabSpec;
import io.transship.lab.testbed.LabSpec.Extent;
import io.transship.lab.testbed.Progress;
import io.transship.lab.testbed.RootFilesystem;
import io.transship.lab.testbed.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Brings the lab up as planned, with the demo's image on every machine. */
public final class Stage {

    private Stage() {}

    /**
     * A lab in which everything serves.
     *
     * @throws TransshipException whatever is in the way; nothing is left then
     */
    public static Testbed up(StagePlan plan, String name, Progress progress) {
        LabSpec spec =
                new LabSpec(
                        name,
                        plan.topology(),
                        Extent.EVERYTHING,
                        Set.of(StagePlan.CLIENT_HOST),
                        plan.managerSettings(),
                        List.of());
        return up(spec, Programs.ofThisProcess(), progress);
    }

    /** The lab of {@code spec}, with the demo's image on every machine. */
    public static Testbed up(LabSpec spec, Programs programs, Progress progress) {
        Path image = archive();
        try {
            return Testbed.start(spec.withImage(image), programs, progress);
        } finally {
            remove(image);
        }
    }

    /** The demo's image as an archive, in the folder for temporary files. */
    public static Path archive() {
        Path base = RootFilesystem.find().demoImage();
        try {
            Path archive = Files.createTempFile("transship-demo", ".tar");
            DemoImage.write(base, archive);
            return archive;
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.DISK_FULL, "the demo's image can't be written: " + e + ".", e);
        }
    }

    /** Removes what {@link #archive} made. */
    public static void remove(Path archive) {
        try {
            Files.deleteIfExists(archive);
        } catch (IOException ignored) {
            // It lies in the folder for temporary files.
        }
    }
}
