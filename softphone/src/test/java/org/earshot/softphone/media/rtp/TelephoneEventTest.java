package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.testdata.SharedTestData;
import org.earshot.softphone.media.rtp.DigitSender.Packet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelephoneEventTest {

    // RFC 4733 table 3
    @ParameterizedTest(name = "{0} is event {1}")
    @CsvSource({"0, 0", "9, 9", "*, 10", "#, 11", "A, 12", "D, 15"})
    void aKeyHasItsEvent(char key, int event) {
        assertThat(TelephoneEvent.eventOf(key)).contains(event);
        assertThat(new TelephoneEvent(event, false, 10, 0).key()).contains(key);
    }

    @Test
    void aFlashIsNoKey() {
        assertThat(new TelephoneEvent(16, false, 10, 0).key()).isEmpty();
        assertThat(TelephoneEvent.eventOf('x')).isEmpty();
    }

    @Test
    void aCapturedPacketReadsAsOthersReadIt() throws IOException {
        ByteBuffer packet =
                ByteBuffer.wrap(
                        Files.readAllBytes(SharedTestData.path("rtp/aiortc/tests/rtp_dtmf.bin")));
        TelephoneEvent event = TelephoneEvent.parse(packet, 12, 4).orElseThrow();
        assertThat(event).isEqualTo(new TelephoneEvent(1, true, 10, 960));
        ByteBuffer written = ByteBuffer.allocate(16).put(packet.duplicate().limit(12));
        event.write(written, 12);
        assertThat(written.array()).isEqualTo(packet.array());
    }

    @Test
    void aShortPayloadIsNone() {
        assertThat(TelephoneEvent.parse(ByteBuffer.allocate(16), 12, 3)).isEmpty();
    }

    // RFC 4733 §5: dialling 9-1-1
    @Test
    void eachKeyOfTheRfcsExampleIsHeardOnce() throws IOException {
        assertThat(heard(table5())).isEqualTo("911");
    }

    @Test
    void aKeyIsHeardWhicheverOfItsPacketsAreLost() throws IOException {
        List<JsonNode> rows = table5();
        for (int survivor = 0; survivor < rows.size(); survivor++) {
            assertThat(heard(List.of(rows.get(survivor)))).hasSize(1);
        }
    }

    @Test
    void aLatePacketOfAKeyBeforeIsNotHeardAgain() throws IOException {
        List<JsonNode> rows = new ArrayList<>(table5());
        rows.add(rows.getFirst());
        assertThat(heard(rows)).isEqualTo("911");
    }

    /// RFC 4733 §2.5.1.3, with a clock of 48 kHz: three seconds.
    @ParameterizedTest(name = "all but each {0}th packet come")
    @ValueSource(ints = {1_000, 7, 3, 2})
    void aKeyThatIsHeldForLongIsHeardOnce(int lost) {
        DigitReceiver receiver = new DigitReceiver();
        StringBuilder keys = new StringBuilder();
        int number = 0;
        for (int held = 960; held <= 3 * 48_000; held += 960) {
            int segment = held / 0xFFFF;
            for (int part = segment > 0 && held % 0xFFFF < 960 ? segment - 1 : segment;
                    part <= segment;
                    part++) {
                int duration = Math.min(0xFFFF, held - part * 0xFFFF);
                boolean end = held == 3 * 48_000;
                TelephoneEvent event = new TelephoneEvent(7, end, 10, duration);
                if (++number % lost != 0) {
                    receiver.onPacket(1_000 + part * 0xFFFF, event).ifPresent(keys::append);
                }
            }
        }
        assertThat(keys).hasToString("7");
    }

    @Test
    void theSameKeyPressedAgainIsHeardAgain() {
        DigitReceiver receiver = new DigitReceiver();
        assertThat(receiver.onPacket(1_000, new TelephoneEvent(7, false, 10, 800))).contains('7');
        assertThat(receiver.onPacket(1_000, new TelephoneEvent(7, true, 10, 960))).isEmpty();
        assertThat(receiver.onPacket(1_000, new TelephoneEvent(7, false, 10, 480))).isEmpty();
        assertThat(receiver.onPacket(1_960, new TelephoneEvent(7, false, 10, 160))).contains('7');
        assertThat(receiver.onPacket(3_000, new TelephoneEvent(7, false, 10, 160)))
                .as("whose predecessor's end got lost")
                .contains('7');
        assertThat(receiver.onPacket(3_160, new TelephoneEvent(8, false, 10, 160))).contains('8');
    }

    /// Such as of a server that has begun its clock anew, with the same source.
    @Test
    void keysAreHeardWhenTheClockWasSetBack() {
        DigitReceiver receiver = new DigitReceiver();
        assertThat(receiver.onPacket(900_000_000, new TelephoneEvent(7, true, 10, 800)))
                .contains('7');
        assertThat(receiver.onPacket(1_000, new TelephoneEvent(8, false, 10, 160))).contains('8');
        assertThat(receiver.onPacket(1_000, new TelephoneEvent(8, true, 10, 800))).isEmpty();
        assertThat(receiver.onPacket(5_000, new TelephoneEvent(9, false, 10, 160))).contains('9');
        assertThat(receiver.onPacket(1_000, new TelephoneEvent(8, true, 10, 800)))
                .as("which is late")
                .isEmpty();
    }

    @Test
    void aKeyIsPressedFor100MsWithThreeLastPackets() {
        DigitSender sender = new DigitSender(8_000);
        sender.press("5");
        List<Packet> packets = packets(sender, 20);
        assertThat(packets)
                .extracting(p -> p.event().duration())
                .containsExactly(160, 320, 480, 640, 800, 800, 800);
        assertThat(packets)
                .extracting(p -> p.event().end())
                .containsExactly(false, false, false, false, true, true, true);
        assertThat(packets)
                .extracting(Packet::first)
                .containsExactly(true, false, false, false, false, false, false);
        assertThat(packets).extracting(Packet::timestamp).containsOnly(1_000);
        assertThat(sender.isIdle()).isTrue();
    }

    @ParameterizedTest(name = "packets of {0} ms")
    @CsvSource({"10", "20", "30", "40", "60"})
    void keysThatWeSendAreHeardOnceEachInTheirOrder(int packetMillis) {
        DigitSender sender = new DigitSender(48_000);
        DigitReceiver receiver = new DigitReceiver();
        sender.press("0123");
        sender.press("*#AD99");
        StringBuilder heard = new StringBuilder();
        packets(sender, packetMillis)
                .forEach(p -> receiver.onPacket(p.timestamp(), p.event()).ifPresent(heard::append));
        assertThat(heard).hasToString("0123*#AD99");
    }

    @Test
    void betweenTwoKeysThereIsAudio() {
        DigitSender sender = new DigitSender(8_000);
        sender.press("12");
        List<Boolean> audio = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            audio.add(sender.next(i * 160, 20).isEmpty());
        }
        assertThat(audio.subList(0, 10))
                .containsExactly(
                        false, false, false, false, false, false, false, true, true, false);
    }

    @Test
    void noneIsTakenWhenOneIsNoKey() {
        DigitSender sender = new DigitSender(8_000);
        assertThatThrownBy(() -> sender.press("12x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(sender.isIdle()).isTrue();
    }

    @Test
    void whatWaitsCanBeTakenAwayAndWhatWasBegunGoesOn() {
        DigitSender sender = new DigitSender(8_000);
        sender.press("1*D");
        assertThat(sender.next(1_000, 20)).isPresent();
        assertThat(sender.takeWaiting()).isEqualTo("*D");
        assertThat(packets(sender, 20)).hasSize(6).allMatch(p -> p.event().event() == 1);
    }

    private static List<Packet> packets(DigitSender sender, int packetMillis) {
        List<Packet> packets = new ArrayList<>();
        for (int timestamp = 1_000; !sender.isIdle(); timestamp += packetMillis * 8) {
            sender.next(timestamp, packetMillis).ifPresent(packets::add);
        }
        return packets;
    }

    private static String heard(List<JsonNode> rows) {
        DigitReceiver receiver = new DigitReceiver();
        StringBuilder keys = new StringBuilder();
        for (JsonNode row : rows) {
            TelephoneEvent event =
                    new TelephoneEvent(
                            row.get(4).asInt(), row.get(6).asInt() == 1, 10, row.get(5).asInt());
            Optional<Character> key = receiver.onPacket(row.get(2).asInt(), event);
            key.ifPresent(keys::append);
        }
        return keys.toString();
    }

    private static List<JsonNode> table5() throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        new ObjectMapper()
                .readTree(SharedTestData.path("rtp/rfc4733-table5.json").toFile())
                .get("rows")
                .forEach(rows::add);
        return rows;
    }
}
