package org.earshot.common.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.Pidf.Basic;
import org.earshot.common.presence.Pidf.Contact;
import org.earshot.common.presence.Pidf.Device;
import org.earshot.common.presence.Pidf.Person;
import org.earshot.common.presence.Pidf.Tuple;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PidfTest {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.5Z");
    private static final Pidf FULL =
            new Pidf(
                    "sip:alice@example.org",
                    List.of(
                            new Tuple(
                                    "t1",
                                    Optional.of(Basic.OPEN),
                                    Optional.of(new Contact("sip:a@192.0.2.1", Optional.of(800))),
                                    List.of(new Note("<Hej>", "sv"), Note.of("\uD83D\uDE00")),
                                    Optional.of("urn:uuid:1"),
                                    Optional.of(TIME)),
                            new Tuple(
                                    "t2",
                                    Optional.empty(),
                                    Optional.empty(),
                                    List.of(),
                                    Optional.empty(),
                                    Optional.empty())),
                    List.of(new Note("\u0645\u0631\u062D\u0628\u0627 e\u0301", "ar")),
                    List.of(
                            new Person(
                                    "p1",
                                    List.of(Activity.MEETING, new Activity("tv")),
                                    List.of(Note.of("with B")),
                                    List.of(Note.of("room 3")),
                                    Optional.of(TIME))),
                    List.of(
                            new Device(
                                    "d1",
                                    "urn:uuid:1",
                                    List.of(Note.of("desk")),
                                    Optional.empty())));

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(Pidf.parse(FULL.toBytes())).isEqualTo(FULL);
    }

    @Test
    void theExampleOfRfc3863() throws Exception {
        Pidf pidf = Pidf.parse(Vectors.read("rfc-xml/rfc3863-05-presence.xml"));
        assertThat(pidf.entity()).isEqualTo("pres:someone@example.com");
        assertThat(pidf.notes()).containsExactly(Note.of("I'll be in Tokyo next week"));
        assertThat(pidf.tuples()).hasSize(2);
        assertThat(pidf.tuples().getFirst())
                .isEqualTo(
                        new Tuple(
                                "bs35r9",
                                Optional.of(Basic.OPEN),
                                Optional.of(
                                        new Contact(
                                                "im:someone@mobilecarrier.net", Optional.of(800))),
                                List.of(
                                        new Note("Don't Disturb Please!", "en"),
                                        new Note("Ne derangez pas, s'il vous plait", "fr")),
                                Optional.empty(),
                                Optional.of(Instant.parse("2001-10-27T16:49:29Z"))));
    }

    @Test
    void theExampleOfRfc4479() throws Exception {
        Pidf pidf = Pidf.parse(Vectors.read("rfc-xml/rfc4479-03-presence.xml"));
        assertThat(pidf.entity()).as("the RFC forgot it").isEmpty();
        assertThat(pidf.tuples().getFirst().deviceId()).contains("mac:8asd7d7d70");
        assertThat(pidf.persons().getFirst().activities()).containsExactly(Activity.ON_THE_PHONE);
        assertThat(pidf.devices().getFirst().deviceId()).isEqualTo("mac:8asd7d7d70");
    }

    /// The RFC's own has a blank before its XML declaration.
    @Test
    void theExampleOfRfc4480() throws Exception {
        String text =
                new String(Vectors.read("rfc-xml/rfc4480-01-presence.notwellformed.xml"), UTF_8);
        Person person = Pidf.parse(text.strip().getBytes(UTF_8)).persons().getFirst();
        assertThat(person.activities()).containsExactly(Activity.AWAY);
        assertThat(person.activityNotes()).containsExactly(Note.of("Far away"));
        assertThat(person.notes()).containsExactly(Note.of("Scoring 120"));
    }

    @Test
    void allVectorsAreReadAndReadAgain() throws Exception {
        Map<String, byte[]> vectors = Vectors.ending("rfc-xml", "-presence.xml");
        for (byte[] vector : vectors.values()) {
            Pidf pidf = Pidf.parse(vector);
            assertThat(Pidf.parse(pidf.toBytes())).isEqualTo(pidf);
        }
        assertThat(vectors).hasSizeGreaterThan(10);
    }

    @Test
    void theWordsOfOtherAreANote() throws Exception {
        Person person =
                parse(
                                "<d:person id='p'><r:activities><r:other xml:lang='en'>fishing</r:other>"
                                        + "<x:y xmlns:x='urn:x'/></r:activities></d:person>")
                        .persons()
                        .getFirst();
        assertThat(person.activities()).containsExactly(Activity.OTHER);
        assertThat(person.activityNotes()).containsExactly(new Note("fishing", "en"));
    }

    @ParameterizedTest(name = "priority {0} is {1}")
    @CsvSource({"0, 0", "1, 1000", "1.000, 1000", "0.65, 650", "0.7255,", "2,", "-1,", "x,", "'',"})
    void priorities(String text, Integer priority) throws Exception {
        Pidf pidf =
                parse("<tuple id='t'><contact priority='" + text + "'>sip:a@b</contact></tuple>");
        assertThat(pidf.tuples().getFirst().contact().orElseThrow().priority())
                .isEqualTo(Optional.ofNullable(priority));
    }

    @Test
    void aTimeThatIsNotReadableIsLeftOut() throws Exception {
        assertThat(parse("<tuple id='t'><timestamp>now</timestamp></tuple>").tuples().getFirst())
                .extracting(Tuple::timestamp)
                .isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tuple/>",
                "<tuple id=' '/>",
                "<tuple id='t'><status><basic>perhaps</basic></status></tuple>",
                "<d:person/>",
                "<d:device/>"
            })
    void othersAreRefused(String content) {
        assertThatThrownBy(() -> parse(content)).isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void limitsHold() {
        assertThatThrownBy(() -> parse("<tuple id='t'/>".repeat(201)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(body -> Pidf.parse(body).toBytes(), 8, List.of(FULL.toBytes()));
    }

    private static Pidf parse(String content) throws MalformedPayloadException {
        String root =
                "<presence xmlns='urn:ietf:params:xml:ns:pidf'"
                        + " xmlns:d='urn:ietf:params:xml:ns:pidf:data-model'"
                        + " xmlns:r='urn:ietf:params:xml:ns:pidf:rpid' entity='sip:a@b'>";
        return Pidf.parse((root + content + "</presence>").getBytes(UTF_8));
    }
}
