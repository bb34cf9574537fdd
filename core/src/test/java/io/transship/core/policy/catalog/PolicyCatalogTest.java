package io.transship.core.policy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every policy has its page, its test, and the name it is found by. */
class PolicyCatalogTest {

    static Iterable<String> names() {
        return PolicyCatalog.names();
    }

    @Test
    void holdsTheThesisPolicies() {
        assertThat(PolicyCatalog.names()).contains("random", "bandwidth", "shortest-path");
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyPolicyHasAPage(String name) throws Exception {
        Path page = Path.of("..", "docs", "policies", name + ".md");

        assertThat(page).exists();
        assertThat(Files.readString(page))
                .contains("## What it does", "## Settings", "## Limitations");
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyPolicyHasATest(String name) {
        Policy policy = PolicyCatalog.create(name, PolicySettings.defaults());
        Path test =
                Path.of("src", "test", "java")
                        .resolve(policy.getClass().getName().replace('.', '/') + "Test.java");

        assertThat(policy.name()).isEqualTo(name);
        assertThat(test).exists();
    }

    @Test
    void anUnknownNameIsAnsweredWithAllNames() {
        assertThatThrownBy(() -> PolicyCatalog.create("fastest", PolicySettings.defaults()))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.POLICY_UNKNOWN))
                .hasMessageContaining("'fastest'")
                .hasMessageContaining(
                        "bandwidth, least-loaded, predicted-cost, random, shortest-path");
    }
}
