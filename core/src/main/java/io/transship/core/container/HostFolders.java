package io.transship.core.container;

import java.util.List;

/** Which folders of a host may be mounted in a container, and which may be carried with it. */
final class HostFolders {

    /** Kernel, engines, and Transship itself: whoever writes there owns the machine. */
    private static final List<String> NEVER =
            List.of(
                    "/proc",
                    "/sys",
                    "/dev",
                    "/boot",
                    "/run",
                    "/var/run",
                    "/var/lib/docker",
                    "/var/lib/containerd",
                    "/var/lib/containers",
                    "/var/lib/transship");

    /** Parts of the machine: a container may look at them, but never bring its own. */
    private static final List<String> NEVER_CARRIED =
            List.of(
                    "/bin",
                    "/sbin",
                    "/lib",
                    "/lib32",
                    "/lib64",
                    "/usr",
                    "/etc",
                    "/root",
                    "/var/lib/dpkg",
                    "/var/spool/cron");

    private HostFolders() {}

    /** IllegalArgumentException if the folder, or one around it, is out of bounds. */
    static void check(String folder, boolean movable) {
        Texts.path(folder, "of a host's folder");
        refuse(folder, NEVER, "can't be mounted in a container");
        if (movable) {
            refuse(folder, NEVER_CARRIED, "can't be carried to another host");
        }
    }

    private static void refuse(String folder, List<String> outOfBounds, String why) {
        for (String each : outOfBounds) {
            if (Texts.isAtOrBeneath(folder, each) || Texts.isAtOrBeneath(each, folder)) {
                throw new IllegalArgumentException(folder + " " + why);
            }
        }
    }
}
