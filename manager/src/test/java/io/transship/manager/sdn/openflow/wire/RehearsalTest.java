package io.transship.manager.sdn.openflow.wire;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void whatIsRehearsedCanBeRead() {
        assertThatCode(new Rehearsal()::run).doesNotThrowAnyException();
    }
}
