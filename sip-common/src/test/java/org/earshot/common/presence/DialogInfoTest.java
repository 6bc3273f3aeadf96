package org.earshot.common.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.DialogInfo.Dialog;
import org.earshot.common.presence.DialogInfo.Direction;
import org.earshot.common.presence.DialogInfo.Event;
import org.earshot.common.presence.DialogInfo.Participant;
import org.earshot.common.presence.DialogInfo.State;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialogInfoTest {
    private static final DialogInfo FULL =
            new DialogInfo(
                    4_294_967_295L,
                    false,
                    "sip:alice@example.org",
                    List.of(
                            new Dialog(
                                    "d1",
                                    Optional.of("call"),
                                    Optional.of("lt"),
                                    Optional.of("rt"),
                                    Optional.of(Direction.RECIPIENT),
                                    State.TERMINATED,
                                    Optional.of(Event.REMOTE_BYE),
                                    Optional.of(486),
                                    Optional.of(
                                            new Participant(
                                                    Optional.of("sip:a@b"),
                                                    "A <\uD83D\uDE00> \u0645",
                                                    Optional.of("sip:a@192.0.2.1"))),
                                    Optional.of(
                                            new Participant(
                                                    Optional.empty(), "", Optional.empty()))),
                            Dialog.of("d2", State.EARLY)));

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(DialogInfo.parse(FULL.toBytes())).isEqualTo(FULL);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void everyStateIsWrittenAndRead(State state) throws Exception {
        DialogInfo info = new DialogInfo(0, true, "sip:a@b", List.of(Dialog.of("1", state)));
        assertThat(DialogInfo.parse(info.toBytes())).isEqualTo(info);
    }

    /// It has no entity.
    @Test
    void theExampleOfTheRfc() throws Exception {
        DialogInfo info = DialogInfo.parse(Vectors.read("rfc-xml/rfc4235-04-dialog-info.xml"));
        assertThat(info.entity()).isEmpty();
        assertThat(info.version()).isEqualTo(1);
        assertThat(info.full()).isTrue();
        Dialog dialog = info.dialogs().getFirst();
        assertThat(dialog.state()).isEqualTo(State.CONFIRMED);
        assertThat(dialog.local())
                .contains(
                        new Participant(
                                Optional.of("sip:alice@example.com"),
                                "Alice",
                                Optional.of("sip:alice@pc33.example.com")));
        assertThat(dialog.remote())
                .contains(
                        new Participant(
                                Optional.of("sip:bob@example.org"),
                                "Bob",
                                Optional.of("sip:bobster@phone21.example.org")));
    }

    /// "receiver", "active", "reason" in place of "event", blanks around URIs.
    @Test
    void mistakesOfTheRfcsAreReadAsMeant() throws Exception {
        DialogInfo desk = DialogInfo.parse(Vectors.read("rfc-xml/rfc7463-11-dialog-info.xml"));
        assertThat(desk.dialogs().getFirst().state()).isEqualTo(State.CONFIRMED);
        List<Dialog> dialogs =
                DialogInfo.parse(Vectors.read("rfc-xml/rfc4235-16-dialog-info.xml")).dialogs();
        assertThat(dialogs.getFirst().event()).contains(Event.REPLACED);
        assertThat(dialogs.getLast().direction()).contains(Direction.RECIPIENT);
        assertThat(dialogs.getLast().remote().orElseThrow().identity())
                .contains("sip:cjones@example.net");
    }

    /// One of the RFC's has "notify-state", one has dots for a dialog.
    @Test
    void allVectorsButTwoAreReadAndReadAgain() throws Exception {
        Map<String, byte[]> vectors = new TreeMap<>(Vectors.ending("rfc-xml", "-dialog-info.xml"));
        for (String bad : List.of("rfc4235-02-dialog-info.xml", "rfc4235-03-dialog-info.xml")) {
            byte[] vector = vectors.remove(bad);
            assertThatThrownBy(() -> DialogInfo.parse(vector))
                    .isInstanceOf(MalformedPayloadException.class);
        }
        for (Map.Entry<String, byte[]> vector : vectors.entrySet()) {
            DialogInfo info = DialogInfo.parse(vector.getValue());
            assertThat(DialogInfo.parse(info.toBytes())).as(vector.getKey()).isEqualTo(info);
        }
    }

    @Test
    void whatWeDoNotKnowIsLeftOut() throws Exception {
        Dialog dialog =
                parse(
                                "<dialog id='1' direction='up'><state event='boredom' code='99'>early</state>"
                                        + "</dialog>")
                        .dialogs()
                        .getFirst();
        assertThat(dialog).isEqualTo(Dialog.of("1", State.EARLY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<dialog><state>early</state></dialog>",
                "<dialog id='1'/>",
                "<dialog id='1'><state>bored</state></dialog>"
            })
    void othersAreRefused(String content) {
        assertThatThrownBy(() -> parse(content)).isInstanceOf(MalformedPayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state='full'",
                "version='-1' state='full'",
                "version='4294967296' state='full'",
                "version='1' state='half'"
            })
    void badRootsAreRefused(String attributes) {
        String document =
                "<dialog-info xmlns='urn:ietf:params:xml:ns:dialog-info' " + attributes + "/>";
        assertThatThrownBy(() -> DialogInfo.parse(document.getBytes(UTF_8)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void limitsHold() {
        assertThatThrownBy(() -> parse("<dialog id='1'><state>early</state></dialog>".repeat(501)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(body -> DialogInfo.parse(body).toBytes(), 10, List.of(FULL.toBytes()));
    }

    private static DialogInfo parse(String content) throws MalformedPayloadException {
        String root =
                "<dialog-info xmlns='urn:ietf:params:xml:ns:dialog-info' version='0' state='full'>";
        return DialogInfo.parse((root + content + "</dialog-info>").getBytes(UTF_8));
    }
}
