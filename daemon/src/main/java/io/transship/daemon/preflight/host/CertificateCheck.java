package io.transship.daemon.preflight.host;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Problem;
import io.transship.settings.TlsFiles;
import io.transship.settings.TlsIdentity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** Whether this process' certificate and its authority's are valid, and for how long. */
final class CertificateCheck implements Check {

    private static final Duration SOON = Duration.ofDays(14);

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
        List<X509Certificate> all = TlsIdentity.certificates(files);
        Instant begin = latest(all);
        Instant end = earliest(all);
        if (now.isBefore(begin)) {
            return List.of(invalid("is not valid before " + begin, now));
        }
        if (now.isAfter(end)) {
            return List.of(invalid("ended at " + end, now));
        }
        Finding identity = identity(now);
        if (identity.verdict() == Finding.Verdict.OK && end.isBefore(now.plus(SOON))) {
            return List.of(
                    Finding.warning(
                            subject(), "until " + end, problem(words() + " ends at " + end + ".")));
        }
        return List.of(identity);
    }

    /** The rest: the key fits, the authority signed. */
    private Finding identity(Instant now) {
        try {
            var _ = TlsIdentity.load(files, now);
            return Finding.ok(
                    subject(), "valid until " + earliest(TlsIdentity.certificates(files)));
        } catch (TransshipException e) {
            return Finding.failure(subject(), "", Problem.of(e));
        }
    }

    private static Instant latest(List<X509Certificate> all) {
        return all.stream()
                .map(each -> each.getNotBefore().toInstant())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Instant earliest(List<X509Certificate> all) {
        return all.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Finding invalid(String how, Instant now) {
        return Finding.failure(
                subject(), "", problem(words() + " " + how + "; here it is " + now + "."));
    }

    private String words() {
        return files.certificate() + " (or its authority's)";
    }

    private Problem problem(String sentence) {
        return new Problem(
                FailureCode.CERTIFICATE_EXPIRED,
                sentence,
                "Sign a new certificate ('openssl x509 -req …', docs/checks.md), put it in place and"
                        + " start the daemon anew.");
    }
}
