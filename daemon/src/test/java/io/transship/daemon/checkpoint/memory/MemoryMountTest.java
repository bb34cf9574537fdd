package io.transship.daemon.checkpoint.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryMountTest {

    private static final String DEV =
            "568 440 0:90 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755";

    @Test
    void aLineSaysWhereAndWithWhichOptionsItIsMounted() {
        assertThat(MountLine.read(List.of(DEV)))
                .containsExactly(new MountLine("/dev", true, "rw,size=65536k,mode=755"));
    }

    @Test
    void onlyAWholeFileSystemThatNobodyElseSharesIsOfUse() {
        List<MountLine> lines =
                MountLine.read(
                        List.of(
                                "1 2 0:90 /null /proc/keys rw - tmpfs tmpfs rw",
                                "2 2 0:91 / /proc/acpi ro master:7 - tmpfs tmpfs ro",
                                "3 2 0:92 / /sys rw - sysfs sysfs rw",
                                "4 2 0:93 / /data rw - tmpfs tmpfs rw",
                                "5 2 0:94 / /data rw - tmpfs tmpfs rw",
                                "no mount at all",
                                DEV));
        assertThat(lines).extracting(MountLine::path).doesNotContain("/data");
        assertThat(lines)
                .filteredOn(MountLine::isPrivateTmpfs)
                .extracting(MountLine::path)
                .containsExactly("/dev");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dev|rw",
                "/|rw",
                "/../etc|rw",
                "/dev]:x|rw",
                "/dev/a b|rw",
                "/dev|rw,uid=0;reboot",
                "/dev|",
                "/dev|-t ext4"
            })
    void whatCriusSettingsOrMountWouldUnderstandOtherwiseIsRefused(String path, String options) {
        assertThatThrownBy(() -> new MemoryMount(path, options == null ? "" : options, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anArchiveThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new MemoryMount("/dev", "rw", "§"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
