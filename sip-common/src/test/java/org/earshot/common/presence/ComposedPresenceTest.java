package org.earshot.common.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is published, and what watchers get of it.
class ComposedPresenceTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String HEAD =
            """
            <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:alice@example.org"
             xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
             xmlns:r="urn:ietf:params:xml:ns:pidf:rpid" xmlns:c="urn:ietf:params:xml:ns:pidf:cipid"
             xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:x="urn:x">
            """;

    private static PublishedPresence published(String body) throws MalformedPayloadException {
        return PublishedPresence.parse((HEAD + body + "</presence>").getBytes(UTF_8));
    }

    private static String tuple(String id, String basic) {
        return "<tuple id='%s'><status><basic>%s</basic></status></tuple>".formatted(id, basic);
    }

    private static String person(String activities, String rest) {
        return "<dm:person id='p'><r:activities>%s</r:activities>%s</dm:person>"
                .formatted(activities, rest);
    }

    private static String told(boolean registered, boolean call, PublishedPresence... published) {
        byte[] document =
                ComposedPresence.compose(List.of(published), registered, call)
                        .toBytes("sip:alice@example.org", NOON);
        try {
            Pidf.parse(document);
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
        return new String(document, UTF_8);
    }

    @ParameterizedTest
    @EnumSource(PresenceStatus.class)
    void whereNothingMoreIsPublishedItIsWhatSimplePhonesKnow(PresenceStatus status) {
        PresenceState state = new PresenceState(status, "a note");
        assertThat(ComposedPresence.of(state).toBytes("sip:a@b", NOON))
                .isEqualTo(state.document("sip:a@b", NOON).toBytes());
    }

    @Test
    void everythingThatIsKnownPasses() throws Exception {
        String told =
                told(
                        false,
                        false,
                        published(
                                "<tuple id='desk'><status><basic>open</basic></status>"
                                        + "<r:class>work</r:class><dm:deviceID>urn:d:1</dm:deviceID>"
                                        + "<contact priority='0.8'>sip:desk@example.org</contact>"
                                        + "<note xml:lang='de'>Am Platz</note></tuple>"
                                        + "<note>All week</note>"
                                        + person(
                                                "<r:note>with Bob</r:note><r:meeting/><r:other>napping</r:other>",
                                                "<r:mood><r:happy/></r:mood><r:user-input idle-threshold='600'>active</r:user-input>"
                                                        + "<c:card>https://example.org/a.vcf</c:card>"
                                                        + "<dm:note>Room 7</dm:note>")
                                        + "<dm:device id='d1'><dm:deviceID>urn:d:1</dm:deviceID></dm:device>"));
        assertThat(told)
                .containsSubsequence(
                        "<tuple id=\"desk\">",
                        "<basic>open</basic>",
                        "<rpid:class>work</rpid:class>",
                        "<contact priority=\"0.8\">sip:desk@example.org</contact>",
                        "<note xml:lang=\"de\">Am Platz</note>",
                        "<note>All week</note>",
                        "<dm:person id=\"p1\">",
                        "<rpid:note>with Bob</rpid:note>",
                        "<rpid:meeting/>",
                        "<rpid:other>napping</rpid:other>",
                        "<rpid:mood><rpid:happy/></rpid:mood>",
                        "<rpid:user-input idle-threshold=\"600\">active</rpid:user-input>",
                        "<c:card>https://example.org/a.vcf</c:card>",
                        "<dm:note>Room 7</dm:note>",
                        "<dm:device id=\"d1\">");
        assertThat(told.split("<tuple", -1)).hasSize(2);
    }

    @Test
    void othersSeeNothingOfDevices() throws Exception {
        PublishedPresence desk =
                published(
                        "<tuple id='desk'><status><basic>open</basic></status>"
                                + "<dm:deviceID>urn:uuid:1</dm:deviceID>"
                                + "<contact priority='0.8'>sip:a@10.0.0.7;gr=urn:uuid:1</contact>"
                                + "<note>Here</note></tuple>"
                                + "<dm:device id='d1'><dm:deviceID>urn:uuid:1</dm:deviceID>"
                                + "<dm:note>Desk</dm:note></dm:device>");
        ComposedPresence all = ComposedPresence.compose(List.of(desk), true, false);
        String owner = new String(all.toBytes("sip:alice@example.org", NOON), UTF_8);
        assertThat(owner).contains("10.0.0.7", "<dm:device ", "<dm:deviceID>");
        ComposedPresence some = all.forOthers("sip:alice@example.org");
        assertThat(new String(some.toBytes("sip:alice@example.org", NOON), UTF_8))
                .contains("<contact priority=\"0.8\">sip:alice@example.org</contact>", "Here")
                .doesNotContain("urn:uuid", "10.0.0.7", "dm:device", "Desk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"👂", "&amp;", "&lt;", "é"})
    void whatPassesIsCountedAsItIsWritten(String text) throws Exception {
        String note = "<note>" + text.repeat(100) + "</note>";
        String told = told(true, false, published(note.repeat(100)));
        assertThat(told.getBytes(UTF_8).length).isBetween(5_000, 10_000);
    }

    @Test
    void whatIsUnknownAndWhereSomebodyIsDoNotPass() throws Exception {
        String told =
                told(
                        false,
                        false,
                        published(
                                "<tuple id='t' x:a='1'><status><basic>open</basic><gp:geopriv>here</gp:geopriv></status>"
                                        + "<x:y><r:class>z</r:class></x:y></tuple>"));
        assertThat(told).doesNotContain("here", "x:", "class", "urn:x");
    }

    @Test
    void basicIsAsPublishedAlsoWhereTheActivitySaysMore() throws Exception {
        assertThat(told(false, false, published(tuple("t", "closed") + person("<r:away/>", ""))))
                .contains("<basic>closed</basic>", "<rpid:activities><rpid:away/>")
                .doesNotContain("busy", "open");
        assertThat(told(true, false, published(tuple("t", "open") + person("<r:vacation/>", ""))))
                .contains("<basic>open</basic>")
                .containsSubsequence("<rpid:away/>", "<rpid:vacation/>");
    }

    @Test
    void aCallOutweighsWhatSaysThatNobodyIsThere() throws Exception {
        assertThat(
                        told(
                                false,
                                true,
                                published(
                                        tuple("t", "open")
                                                + person(
                                                        "<r:away/>", "<r:mood><r:sad/></r:mood>"))))
                .contains("<rpid:note>On the phone</rpid:note><rpid:busy/><rpid:on-the-phone/>")
                .contains("<rpid:sad/>")
                .doesNotContain("away");
        // do not disturb, as Linphone says it, and then a call
        assertThat(told(true, true, published(tuple("t", "closed") + person("<r:busy/>", ""))))
                .contains("<basic>open</basic>")
                .doesNotContain("closed");
    }

    @Test
    void ofManyTheStrongestSpeakAndThePersonIsOne() throws Exception {
        String told =
                told(
                        true,
                        false,
                        published(tuple("t1", "open") + person("", "<r:mood><r:happy/></r:mood>")),
                        published(
                                tuple("t1", "open").replace("</tuple>", "<note>b</note></tuple>")
                                        + person("", "<r:mood><r:sad/></r:mood>")),
                        published(tuple("t9", "open") + person("<r:away/>", "")),
                        published(tuple("t8", "closed")));
        assertThat(told)
                .contains("<tuple id=\"t1\">", "<tuple id=\"t1-2\">", "happy")
                .doesNotContain("sad", "away", "closed", "t9", "t8");
        assertThat(told.split("<dm:person", -1)).hasSize(2);
    }

    @Test
    void theTupleThatSaysItStandsFirst() throws Exception {
        assertThat(told(false, false, published(tuple("a", "closed") + tuple("b", "open"))))
                .containsSubsequence("<tuple id=\"b\">", "<tuple id=\"a\">");
    }

    @Test
    void whatIsTooMuchDoesNotPassAndTheRestDoes() throws Exception {
        String told =
                told(
                        false,
                        false,
                        published(
                                tuple("t", "open")
                                        + "<note>"
                                        + "x".repeat(20_000)
                                        + "</note>"
                                        + person("<r:meeting/>", "")));
        assertThat(told).contains("<basic>open</basic>", "<rpid:meeting/>");
        assertThat(told.length()).isLessThan(2_000 + 20_000); // the person's note is that text
        assertThat(told.split("x{20000}", -1)).hasSize(2);
    }

    @Test
    void theExamplesOfTheRfcsPass() throws Exception {
        for (String name : List.of("rfc3863-05-presence.xml", "rfc4479-03-presence.xml")) {
            PublishedPresence published = PublishedPresence.parse(Vectors.read("rfc-xml/" + name));
            String told = told(false, false, published);
            assertThat(PublishedPresence.parse(told.getBytes(UTF_8)).state())
                    .isEqualTo(published.state());
        }
    }

    @Test
    void whateverIsPublishedIsReadOrRefused() throws Exception {
        byte[] body =
                (HEAD + tuple("t", "open") + person("<r:meeting/>", "") + "</presence>")
                        .getBytes(UTF_8);
        Random random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = body.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                told(true, false, PublishedPresence.parse(bytes));
            } catch (MalformedPayloadException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        for (int length = 0; length < body.length - 1; length++) {
            byte[] cut = java.util.Arrays.copyOf(body, length);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> PublishedPresence.parse(cut))
                    .isInstanceOf(MalformedPayloadException.class);
        }
    }
}
