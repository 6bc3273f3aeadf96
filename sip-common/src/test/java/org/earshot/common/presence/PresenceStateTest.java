package org.earshot.common.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PresenceStateTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @EnumSource(PresenceStatus.class)
    void whatIsWrittenIsRead(PresenceStatus status) throws Exception {
        for (String note : List.of("", "in a meeting \uD83D\uDE00")) {
            PresenceState state = new PresenceState(status, note);
            byte[] document = state.document("sip:alice@example.org", NOON).toBytes();
            assertThat(PresenceState.of(Pidf.parse(document))).isEqualTo(state);
        }
    }

    @Test
    void whatOtherPeoplesPhonesLookFor() {
        assertThat(written(PresenceStatus.AVAILABLE))
                .contains("<basic>open</basic>")
                .doesNotContain("activities");
        assertThat(written(PresenceStatus.AWAY)).contains("<basic>open</basic>", "<rpid:away/>");
        assertThat(written(PresenceStatus.BUSY)).contains("<basic>open</basic>", "<rpid:busy/>");
        assertThat(written(PresenceStatus.ON_THE_PHONE))
                .contains(
                        "<basic>open</basic>",
                        "<rpid:activities><rpid:note>On the phone</rpid:note>"
                                + "<rpid:busy/><rpid:on-the-phone/></rpid:activities>");
        assertThat(written(PresenceStatus.OFFLINE))
                .contains("<basic>closed</basic>")
                .doesNotContain("activities");
        assertThat(written(PresenceStatus.UNKNOWN)).doesNotContain("basic", "activities");
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "open, '', AVAILABLE",
        "closed, '', OFFLINE",
        "'', '', UNKNOWN",
        "'', away, AWAY",
        "open, away, AWAY",
        "open, vacation, AWAY",
        "open, sleeping, AWAY",
        "open, meeting, BUSY",
        "open, appointment, BUSY",
        "open, busy away, BUSY",
        "open, busy on-the-phone, ON_THE_PHONE",
        "open, permanent-absence, OFFLINE",
        "open, unknown, AVAILABLE",
        "open, working, AVAILABLE",
        "closed, away, BUSY",
        "open closed, '', AVAILABLE"
    })
    void whatADocumentComesDownTo(String basics, String activities, PresenceStatus status)
            throws Exception {
        assertThat(PresenceState.of(document(basics, activities, "")).status()).isEqualTo(status);
    }

    /// pjsip phones know only busy and away; a call they say in words.
    @Test
    void aCallOfAPjsipPhone() throws Exception {
        assertThat(PresenceState.of(document("open", "busy", "On the Phone")))
                .isEqualTo(PresenceState.of(PresenceStatus.ON_THE_PHONE));
        assertThat(PresenceState.of(document("open", "", "On the phone with B")))
                .isEqualTo(new PresenceState(PresenceStatus.AVAILABLE, "On the phone with B"));
    }

    @Test
    void theExamplesOfTheRfcs() throws Exception {
        assertThat(vector("rfc3863-05-presence.xml"))
                .isEqualTo(
                        new PresenceState(PresenceStatus.AVAILABLE, "I'll be in Tokyo next week"));
        assertThat(vector("rfc4479-03-presence.xml"))
                .isEqualTo(PresenceState.of(PresenceStatus.ON_THE_PHONE));
        assertThat(vector("rfc4662-12-presence.xml"))
                .isEqualTo(PresenceState.of(PresenceStatus.OFFLINE));
    }

    @ParameterizedTest(name = "{0}, registered {1}, on the phone {2}: {3}")
    @CsvSource({
        "'', false, false, OFFLINE",
        "'', true, false, AVAILABLE",
        "'', true, true, ON_THE_PHONE",
        "'', false, true, ON_THE_PHONE",
        "AWAY, true, false, AWAY",
        "AWAY AVAILABLE, true, false, AVAILABLE",
        "AVAILABLE BUSY, true, false, BUSY",
        "AWAY OFFLINE, true, false, AWAY",
        "OFFLINE, true, false, OFFLINE",
        "OFFLINE, true, true, OFFLINE",
        "OFFLINE AVAILABLE, true, true, ON_THE_PHONE",
        "BUSY ON_THE_PHONE, true, false, ON_THE_PHONE",
        "UNKNOWN, true, false, AVAILABLE",
        "UNKNOWN, false, false, OFFLINE"
    })
    void manyDevicesComeDownToOneState(
            String published, boolean registered, boolean onThePhone, PresenceStatus status) {
        List<PresenceState> states =
                Arrays.stream(published.split(" ", -1))
                        .filter(word -> !word.isEmpty())
                        .map(word -> PresenceState.of(PresenceStatus.valueOf(word)))
                        .toList();
        assertThat(PresenceState.compose(states, registered, onThePhone).status())
                .isEqualTo(status);
    }

    @Test
    void theNoteIsThatOfTheStrongestThatHasOne() {
        PresenceState away = new PresenceState(PresenceStatus.AWAY, "gone");
        PresenceState here = new PresenceState(PresenceStatus.AVAILABLE, "here");
        PresenceState busy = PresenceState.of(PresenceStatus.BUSY);
        assertThat(PresenceState.compose(List.of(away, here), true, false)).isEqualTo(here);
        assertThat(PresenceState.compose(List.of(away, here, busy), true, true))
                .isEqualTo(new PresenceState(PresenceStatus.ON_THE_PHONE, "here"));
    }

    private static String written(PresenceStatus status) {
        return new String(
                PresenceState.of(status).document("sip:alice@example.org", NOON).toBytes(), UTF_8);
    }

    private static PresenceState vector(String name) throws Exception {
        return PresenceState.of(Pidf.parse(Vectors.read("rfc-xml/" + name)));
    }

    private static Pidf document(String basics, String activities, String note) throws Exception {
        StringBuilder xml =
                new StringBuilder(
                        "<presence xmlns='urn:ietf:params:xml:ns:pidf'"
                                + " xmlns:d='urn:ietf:params:xml:ns:pidf:data-model'"
                                + " xmlns:r='urn:ietf:params:xml:ns:pidf:rpid'>");
        for (String basic : basics.split(" ", -1)) {
            String status = basic.isEmpty() ? "" : "<basic>" + basic + "</basic>";
            xml.append("<tuple id='t'><status>").append(status).append("</status></tuple>");
        }
        xml.append("<d:person id='p'><r:activities>");
        for (String activity : activities.split(" ", -1)) {
            xml.append(activity.isEmpty() ? "" : "<r:" + activity + "/>");
        }
        xml.append("</r:activities><d:note>").append(note).append("</d:note></d:person>");
        return Pidf.parse(xml.append("</presence>").toString().getBytes(UTF_8));
    }
}
