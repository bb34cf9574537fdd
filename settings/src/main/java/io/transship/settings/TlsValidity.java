package io.transship.settings;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a process' certificate and its authority's are valid, both, as they are on the disk now.
 *
 * @param certificate the file
 * @param begin not before
 * @param end not after
 */
public record TlsValidity(Path certificate, Instant begin, Instant end) {

    /** Whoever has less than that left should be told. */
    private static final Duration SOON = Duration.ofDays(14);

    /**
     * Reads the files, whether they are valid or not.
     *
     * @throws TransshipException CONFIG_INVALID if one holds no certificate
     */
    public static TlsValidity of(TlsFiles files) {
        List<X509Certificate> all =
                Stream.concat(
                                Pem.certificates(files.certificate()).stream(),
                                Pem.certificates(files.authority()).stream())
                        .toList();
        return new TlsValidity(
                files.certificate(),
                all.stream()
                        .map(each -> each.getNotBefore().toInstant())
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                all.stream()
                        .map(each -> each.getNotAfter().toInstant())
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
    }

    /** Whether they are valid then. */
    public boolean includes(Instant moment) {
        return !moment.isBefore(begin) && !moment.isAfter(end);
    }

    /** CERTIFICATE_EXPIRED if they are not valid then, or not for long. */
    public Optional<TransshipException> problem(Instant now) {
        if (includes(now.plus(SOON)) && includes(now)) {
            return Optional.empty();
        }
        String how =
                now.isBefore(begin)
                        ? " is not valid before " + begin
                        : now.isAfter(end) ? " ended at " + end : " ends at " + end;
        return Optional.of(
                new TransshipException(
                        FailureCode.CERTIFICATE_EXPIRED,
                        certificate + " (or its authority's)" + how + "; here it is " + now + ".",
                        "Sign a new certificate ('openssl x509 -req …', docs/checks.md), put it in"
                                + " place and start the process anew.",
                        null));
    }
}
