package io.transship.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.HostId;
import io.transship.daemon.DaemonConfig;
import io.transship.daemon.DaemonConfig.EngineKind;
import io.transship.daemon.tuning.TuningSettings;
import io.transship.lab.scenarios.LabHost;
import io.transship.lab.scenarios.Scenario;
import io.transship.lab.scenarios.Shapes;
import io.transship.manager.config.HostConfig;
import io.transship.manager.config.ManagerConfig;
import io.transship.settings.ConfigReader;
import io.transship.settings.TlsFiles;
import io.transship.settings.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the lab writes is what manager and daemons read. */
class LabFilesTest {

    @TempDir Path folder;

    private TlsFiles issue(String name) throws Exception {
        Path own = folder.resolve(name);
        LabFolders.makePrivate(own);
        return new LabCertificates("test", new SecureRandom(), Instant.now())
                .issue(name, List.of("172.30.7.12", "10.0.0.2"), own);
    }

    @Test
    void theManagerTakesItsConfiguration() throws Exception {
        LabSpec spec =
                new LabSpec("test", Scenario.of(1).topology())
                        .withManagerSetting("policy", "shortest-path")
                        .withManagerSetting("checkingFrequency", "5s");
        Path file = folder.resolve("manager.yaml");
        LabFolders.write(file, Configurations.manager(spec, 7, issue("manager"), folder));

        ManagerConfig config = ConfigReader.read(file, ManagerConfig.class);

        assertThat(config.policy()).isEqualTo("shortest-path");
        assertThat(config.detector()).as("labs are the thesis' networks").isEqualTo("thesis");
        assertThat(config.checkingFrequency()).hasSeconds(5);
        assertThat(config.controller().listen()).hasToString("172.30.7.1:6653");
        assertThat(config.hosts().stream().filter(HostConfig::reserved).map(HostConfig::name))
                .containsExactly(new HostId("h1"));
        assertThat(config.links()).hasSize(9);
        assertThat(config.links().getLast().capacity()).isEqualTo(BitRate.ofMbps(2));
        assertThat(config.switches()).hasSize(5);
    }

    @Test
    void theManagerIsToldNothingOfAPlainHost() throws Exception {
        LabSpec spec =
                new LabSpec("test", Shapes.linear(3, BitRate.ofMbps(10))).withPlainHost("h1");
        Path file = folder.resolve("manager.yaml");
        LabFolders.write(file, Configurations.manager(spec, 7, issue("manager"), folder));

        ManagerConfig config = ConfigReader.read(file, ManagerConfig.class);

        assertThat(config.hosts().stream().map(HostConfig::name))
                .containsExactly(new HostId("h2"), new HostId("h3"));
        assertThat(config.links()).as("two trunks, two hosts").hasSize(4);
        assertThat(config.switches()).hasSize(3);
    }

    @Test
    void aDaemonTakesItsConfiguration() throws Exception {
        Path file = folder.resolve("daemon.yaml");
        LabSpec spec =
                new LabSpec("test", Scenario.of(1).topology())
                        .with(EngineKind.PODMAN)
                        .withDaemonSetting("tuning", Map.of("conntrackBuckets", 1024));
        LabFolders.write(file, Configurations.daemon(new LabHost(2), spec, 7));

        DaemonConfig config = ConfigReader.read(file, DaemonConfig.class);

        assertThat(config.host()).isEqualTo(new HostId("h2"));
        assertThat(config.engine()).isEqualTo(EngineKind.PODMAN);
        assertThat(config.control().listen()).hasToString("172.30.7.12:8088");
        assertThat(config.tuning()).isEqualTo(new TuningSettings(false, 1024));
        assertThat(config.data().listen()).hasToString("10.0.0.2:8089");
        assertThat(config.tls().key()).hasToString("/etc/transship/key.pem");
    }

    @Test
    void aCertificateIsAnIdentityOfItsProcess() throws Exception {
        TlsFiles files = issue("h2");

        assertThat(TlsIdentity.load(files, Instant.now())).isNotNull();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
                .isEqualTo("rw-------");
    }
}
