package io.transship.daemon.preflight.container;

import java.util.List;

/**
 * A process of a container.
 *
 * @param pid as the host sees it
 * @param pidInside as the container sees it
 * @param name of its program
 * @param parent its parent, as the host sees it
 * @param tracer who traces it; 0: nobody
 * @param memory private and shared memory that it uses, in bytes
 * @param descriptors its open files
 * @param mappings lines of /proc/PID/maps that name something
 */
public record ContainerProcess(
        long pid,
        long pidInside,
        String name,
        long parent,
        long tracer,
        long memory,
        List<Descriptor> descriptors,
        List<Mapping> mappings) {

    /** Copies the lists. */
    public ContainerProcess {
        descriptors = List.copyOf(descriptors);
        mappings = List.copyOf(mappings);
    }

    /** For people: "process 1234 (perl)". */
    public String words() {
        return "process " + pid + " (" + name + ")";
    }

    /** For people: "process 1234 (perl) holds descriptor 3". */
    public String words(Descriptor descriptor) {
        return words() + " holds descriptor " + descriptor.number();
    }
}
