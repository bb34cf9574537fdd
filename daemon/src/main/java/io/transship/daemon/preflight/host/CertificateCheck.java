package io.transship.daemon.preflight.host;

import io.transship.core.failure.TransshipException;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Problem;
import io.transship.settings.TlsFiles;
import io.transship.settings.TlsIdentity;
import io.transship.settings.TlsValidity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Whether this process' certificate and its authority's are valid, and for how long. */
final class CertificateCheck implements Check {

    private final TlsFiles files;
    private final InstantSource clock;

    CertificateCheck(TlsFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    @Override
    public String subject() {
        return "certificate";
    }

    @Override
    public List<Finding> look() {
        Instant now = clock.instant();
        TlsValidity validity = TlsValidity.of(files);
        Optional<Problem> problem = validity.problem(now).map(Problem::of);
        if (problem.isPresent() && !validity.includes(now)) {
            return List.of(Finding.failure(subject(), "", problem.get()));
        }
        String until = "valid until " + validity.end();
        try {
            // The rest: the key fits and is ours alone, the authority signed.
            var _ = TlsIdentity.load(files, now);
        } catch (TransshipException e) {
            return List.of(Finding.failure(subject(), until, Problem.of(e)));
        }
        return List.of(
                problem.map(each -> Finding.warning(subject(), until, each))
                        .orElseGet(() -> Finding.ok(subject(), until)));
    }
}
