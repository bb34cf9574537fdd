package io.transship.settings;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows one certificate to whoever takes its kind and its authority. The JDK's own manager wants a
 * key store, which encrypts the key for the time between two lines: 10,000 rounds of hashing, a
 * third of a second when nothing is compiled yet. Thread-safe.
 */
final class OwnKey extends X509ExtendedKeyManager {

    private static final String ALIAS = "me";

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    OwnKey(List<X509Certificate> chain, PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    private @Nullable String choose(Set<String> keyTypes, Principal @Nullable [] issuers) {
        boolean isKind = keyTypes.contains(key.getAlgorithm());
        boolean isKnown =
                issuers == null
                        || issuers.length == 0
                        || Arrays.stream(issuers).anyMatch(this::isIssuedBy);
        return isKind && isKnown ? ALIAS : null;
    }

    private boolean isIssuedBy(Principal authority) {
        return chain.stream().anyMatch(one -> one.getIssuerX500Principal().equals(authority));
    }

    private String @Nullable [] all(String keyType, Principal @Nullable [] issuers) {
        String chosen = choose(Set.of(keyType), issuers);
        return chosen == null ? null : new String[] {chosen};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return all(keyType, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return all(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(Set.copyOf(Arrays.asList(keyTypes)), issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(Set.of(keyType), issuers);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chooseClientAlias(keyTypes, issuers, null);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chooseServerAlias(keyType, issuers, null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.equals(ALIAS) ? chain.toArray(X509Certificate[]::new) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.equals(ALIAS) ? key : null;
    }
}
