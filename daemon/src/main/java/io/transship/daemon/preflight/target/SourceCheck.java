package io.transship.daemon.preflight.target;

import io.transship.core.failure.FailureCode;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Problem;
import io.transship.daemon.preflight.host.Version;
import java.util.List;
import java.util.Optional;

/** Whether engine and CRIU here can take what the source's make. */
final class SourceCheck implements Check {

    private final TargetChecks.Host host;
    private final Wanted.Source source;

    SourceCheck(TargetChecks.Host host, Wanted.Source source) {
        this.host = host;
        this.source = source;
    }

    @Override
    public String subject() {
        return "the source's versions";
    }

    @Override
    public List<Finding> look() {
        String engine = host.inspection().engine().name();
        if (!source.engine().equals(engine)) {
            return List.of(
                    Finding.failure(
                            subject(),
                            FailureCode.UNSUPPORTED,
                            "the source runs %s, this host runs %s."
                                    .formatted(source.engine(), engine),
                            "Choose a target with the same container engine."));
        }
        String said = host.machine().run("criu", "--version").output();
        return List.of(criu(Version.in(said), Version.in(source.criu())));
    }

    /** Images say which version wrote them; an older one may not know all that is in them. */
    private Finding criu(Optional<Version> here, Optional<Version> there) {
        String words =
                "CRIU %s there, %s here"
                        .formatted(
                                there.map(Version::text).orElse("?"),
                                here.map(Version::text).orElse("?"));
        boolean older =
                here.isPresent() && there.isPresent() && here.get().compareTo(there.get()) < 0;
        if (!older) {
            return Finding.ok(subject(), words);
        }
        return Finding.warning(
                subject(),
                words,
                new Problem(
                        FailureCode.MACHINE_INCOMPLETE,
                        "CRIU here is older than the one that dumps.",
                        "Run 'apt-get install -y -t forky criu' on the target."));
    }
}
