package io.transship.manager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

    private static final String LEAST =
            """
            tls: {authority: ca.pem, certificate: m.pem, key: m.key}
            image: demo
            hosts: [{name: h1, address: 10.0.0.1, daemon: "172.30.1.11:8088"}]
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    policy: bandwith           | POLICY_UNKNOWN | did you mean 'bandwidth'?
                    policy: best               | POLICY_UNKNOWN | there are bandwidth, expression
                    detector: oracle           | UNSUPPORTED    | it can be: thesis, utilisation
                    securityMode: shamir       | UNSUPPORTED    | it can be: none
                    controller: {type: opendaylight} | UNSUPPORTED | it can be: embedded, floodlight
                    store: {url: "jdbc:oracle:x"} | UNSUPPORTED | store.url begins with none of
                    store: {url: "jdbc:mariadb://u:geheim@x/y"} | CONFIG_INVALID | name a passwordFile
                    store: {url: "jdbc:mysql://x/y?password=geheim"} | CONFIG_INVALID | name a passwordFile
                    store: {retention: {samples: 2d, minutes: 1d}} | CONFIG_INVALID | shorter than the samples
                    """)
    void whatIsNotOfferedIsSaid(String line, FailureCode code, String words) {
        TransshipException refusal =
                catchThrowableOfType(
                        TransshipException.class,
                        () -> ConfigLoader.check("test.yaml", LEAST + line));

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal).hasMessageContaining(words);
    }

    @Test
    void whatIsOfferedIsTaken() {
        assertThat(ConfigLoader.check("test.yaml", LEAST + "policy: random\n").policy())
                .isEqualTo("random");
    }
}
