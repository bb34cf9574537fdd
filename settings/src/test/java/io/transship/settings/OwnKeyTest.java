package io.transship.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate is shown to those who can do something with it. */
class OwnKeyTest {

    private static final Principal[] ANYBODY = {};

    @TempDir private Path folder;
    private List<X509Certificate> chain;
    private PrivateKey key;
    private OwnKey own;

    @BeforeEach
    void issue() throws Exception {
        TlsFiles files = new TestAuthority(folder, Instant.now()).issue("h2");
        chain = Pem.certificates(files.certificate());
        key = Pem.privateKey(files.key(), chain.getFirst());
        own = new OwnKey(chain, key);
    }

    @Test
    void isShownWhereItsKindAndItsAuthorityFit() {
        Principal authority = chain.getFirst().getIssuerX500Principal();
        String alias =
                own.chooseEngineClientAlias(
                        new String[] {"RSA", "EC", "EC"}, new Principal[] {authority}, null);

        assertThat(alias).isNotNull().isEqualTo(own.chooseServerAlias("EC", ANYBODY, null));
        assertThat(own.getCertificateChain(alias)).containsExactlyElementsOf(chain);
        assertThat(own.getPrivateKey(alias)).isEqualTo(key);
        assertThat(own.getServerAliases("EC", null)).containsExactly(alias);
    }

    @Test
    void isNotShownToOthers() {
        Principal[] others = {new X500Principal("CN=others")};

        assertThat(own.chooseClientAlias(new String[] {"EC"}, others, null)).isNull();
        assertThat(own.chooseEngineServerAlias("RSA", ANYBODY, null)).isNull();
        assertThat(own.getClientAliases("RSA", null)).isNull();
        assertThat(own.getCertificateChain("another")).isNull();
        assertThat(own.getPrivateKey("another")).isNull();
    }
}
