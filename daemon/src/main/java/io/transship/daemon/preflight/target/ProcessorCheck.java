package io.transship.daemon.preflight.target;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Problem;
import io.transship.daemon.preflight.finding.Processor;
import java.util.List;
import java.util.Optional;

/** Whether this processor has what the container's programs may have found at the source. */
final class ProcessorCheck implements Check {

    private static final int TOLD = 200;

    private final Processor processor;
    private final Wanted.Source source;

    ProcessorCheck(Processor processor, Wanted.Source source) {
        this.processor = processor;
        this.source = source;
    }

    @Override
    public String subject() {
        return "processor";
    }

    @Override
    public List<Finding> look() {
        String architecture = System.getProperty("os.arch", "?");
        if (!source.kernel().endsWith(" " + architecture)) {
            return List.of(
                    Finding.failure(
                            subject(),
                            FailureCode.CPU_INCOMPATIBLE,
                            "the source is '%s', this host is %s."
                                    .formatted(source.kernel(), architecture),
                            "Choose a target of the same architecture."));
        }
        if (source.processor().length == 0) {
            return List.of(
                    Finding.warning(
                            subject(),
                            architecture,
                            new Problem(
                                    FailureCode.CPU_INCOMPATIBLE,
                                    "the source's CRIU can't tell its processor's features, so they"
                                            + " were not compared.",
                                    "Compare the flags in /proc/cpuinfo of both hosts.")));
        }
        Optional<String> lacking = processor.lacks(source.processor());
        return List.of(
                lacking.isEmpty()
                        ? Finding.ok(subject(), architecture + ", all of the source's features")
                        : Finding.failure(
                                subject(),
                                FailureCode.CPU_INCOMPATIBLE,
                                "this processor differs from the source's: "
                                        + cut(lacking.get())
                                        + ".",
                                FailureCode.CPU_INCOMPATIBLE.mend()));
    }

    private static String cut(String words) {
        return words.substring(0, Math.min(TOLD, words.length()));
    }
}
