package io.transship.manager.service;

import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.ManagerConfig;

/** Configurations of five hosts, h1 reserved. */
final class Configs {

    static final String LEAST =
            """
            tls: {authority: ca.pem, certificate: m.pem, key: m.key}
            image: demo
            containers: {addresses: 10.0.0.100-10.0.0.102, environment: {A: "1", B: "2"}}
            hosts:
              - {name: h1, address: 10.0.0.1, daemon: "10.1.0.1:8088", reserved: true}
              - {name: h2, address: 10.0.0.2, daemon: "10.1.0.2:8088"}
              - {name: h3, address: 10.0.0.3, daemon: "10.1.0.3:8088"}
              - {name: h4, address: 10.0.0.4, daemon: "10.1.0.4:8088"}
              - {name: h5, address: 10.0.0.5, daemon: "10.1.0.5:8088"}
            """;

    private Configs() {}

    static ManagerConfig withIpv6(String prefix) {
        String both = "containers: {ipv6: {prefix: \"" + prefix + "\"}, ";
        return ConfigLoader.check("test.yaml", LEAST.replace("containers: {", both));
    }

    static ManagerConfig with(String lines) {
        return ConfigLoader.check("test.yaml", LEAST + lines);
    }
}
