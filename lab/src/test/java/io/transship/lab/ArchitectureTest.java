package io.transship.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md. */
class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.transship");

    @Test
    void coreUsesOnlyTheJdk() {
        noClasses()
                .that()
                .resideInAPackage("io.transship.core..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.transship.core..", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void coreDoesNoInputOrOutputAndStartsNoThread() {
        noClasses()
                .that()
                .resideInAPackage("io.transship.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.nio.file..", "java.nio.channels..", "java.net.http..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, java.time.Clock.class, java.net.Socket.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void theDaemonNeverSeesTheManager() {
        noClasses()
                .that()
                .resideInAPackage("io.transship.daemon..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.transship.manager..", "io.transship.cli..", "io.transship.lab..")
                .check(CLASSES);
    }

    @Test
    void theManagerNeverSeesTheDaemonOrTheCommandLine() {
        noClasses()
                .that()
                .resideInAPackage("io.transship.manager..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.transship.daemon..", "io.transship.cli..", "io.transship.lab..")
                .check(CLASSES);
    }

    @Test
    void theCommandLineSpeaksOnlyTheRestApi() {
        noClasses()
                .that()
                .resideInAPackage("io.transship.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.transship.manager..",
                        "io.transship.daemon..",
                        "io.transship.lab..",
                        "io.transship.proto..")
                .check(CLASSES);
    }

    @Test
    void noCyclesBetweenPackages() {
        slices().matching("io.transship.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
