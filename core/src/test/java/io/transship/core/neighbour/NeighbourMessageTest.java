package io.transship.core.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes are those that Linux sends. */
class NeighbourMessageTest {

    private static final MacAddress OWNER = MacAddress.parse("02:00:0a:00:00:64");
    private static final MacAddress ASKER = MacAddress.parse("02:00:0a:00:00:01");
    private static final IpAddress TARGET = new IpAddress("fd00:10::a00:64");
    private static final IpAddress CLIENT = new IpAddress("fd00:10::1");

    @Test
    void aProbeAsksTheSolicitedNodesInTheNameOfNobody() {
        byte[] frame = NeighbourMessage.probe(ASKER, TARGET).frame();

        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo(
                        "3333ff000064"
                                + "02000a000001"
                                + "86dd"
                                + "6000000000183aff"
                                + "00000000000000000000000000000000"
                                + "ff0200000000000000000001ff000064"
                                + "8700"
                                + "%04x".formatted(sumOf(frame))
                                + "00000000"
                                + "fd00001000000000000000000a000064");
        assertThat(foldedSum(frame)).isEqualTo(0xffff);
    }

    @Test
    void aQuestionIsAnsweredToTheOneWhoAsked() {
        NeighbourMessage question =
                new NeighbourMessage(
                        NeighbourMessage.Kind.SOLICITATION,
                        ASKER,
                        OWNER,
                        CLIENT,
                        TARGET,
                        TARGET,
                        false);
        NeighbourMessage read = NeighbourMessage.parse(question.frame()).orElseThrow();
        assertThat(read).isEqualTo(question);

        byte[] answer = read.answer(OWNER).frame();

        assertThat(NeighbourMessage.parse(answer))
                .contains(
                        new NeighbourMessage(
                                NeighbourMessage.Kind.ADVERTISEMENT,
                                OWNER,
                                ASKER,
                                TARGET,
                                CLIENT,
                                TARGET,
                                true));
        assertThat(foldedSum(answer)).isEqualTo(0xffff);
        assertThat(HexFormat.of().formatHex(answer)).endsWith("020102000a000064");
    }

    @Test
    void aProbeIsAnsweredToAll() {
        NeighbourMessage answer = NeighbourMessage.probe(ASKER, TARGET).answer(OWNER);

        assertThat(answer).isEqualTo(NeighbourMessage.announcement(OWNER, TARGET));
        assertThat(answer.destinationMac()).isEqualTo(MacAddress.parse("33:33:00:00:00:01"));
        assertThat(answer.solicited()).isFalse();
    }

    @Test
    void whatARouterPassedOnIsNotANeighbours() {
        byte[] frame = NeighbourMessage.announcement(OWNER, TARGET).frame();
        frame[14 + 7] = (byte) 254;

        assertThat(NeighbourMessage.parse(frame)).isEmpty();
    }

    @Test
    void anythingElseIsNone() {
        byte[] frame = NeighbourMessage.announcement(OWNER, TARGET).frame();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = frame.clone();
            changed[random.nextInt(frame.length)] = (byte) random.nextInt();
            changed[random.nextInt(frame.length)] = (byte) random.nextInt();
            NeighbourMessage.parse(Arrays.copyOf(changed, random.nextInt(100)))
                    .ifPresent(read -> assertThat(read.frame()).isNotEmpty());
        }
        assertThat(NeighbourMessage.parse(new byte[0])).isEmpty();
        frame[14 + 40] = (byte) 134;
        assertThat(NeighbourMessage.parse(frame)).isEmpty();
    }

    private static int sumOf(byte[] frame) {
        return (frame[56] & 0xff) << 8 | frame[57] & 0xff;
    }

    /** Over addresses, length, protocol and message, its checksum included: all ones. */
    private static int foldedSum(byte[] frame) {
        int sum = frame.length - 54 + 58;
        for (int at = 22; at < frame.length; at += 2) {
            sum += (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
        }
        return (sum & 0xffff) + (sum >>> 16);
    }
}
