package org.earshot.common.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.mime.Digits;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.DialogInfo.Dialog;
import org.earshot.common.presence.DialogInfo.Direction;
import org.earshot.common.presence.DialogInfo.Event;
import org.earshot.common.presence.DialogInfo.Participant;
import org.earshot.common.presence.DialogInfo.State;
import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlWriter;

/// The elements of [DialogInfo]. Stateless.
final class DialogInfoXml {
    static final String NAMESPACE = "urn:ietf:params:xml:ns:dialog-info";

    private static final int MOST_DIALOGS = 500;

    private DialogInfoXml() {}

    static DialogInfo read(XmlElement root) throws MalformedPayloadException {
        List<Dialog> dialogs = new ArrayList<>();
        for (XmlElement element : root.children(NAMESPACE, "dialog")) {
            if (dialogs.size() == MOST_DIALOGS) {
                throw new MalformedPayloadException("dialog-info: too many dialogs");
            }
            dialogs.add(dialog(element));
        }
        return new DialogInfo(
                root.requiredNumber("version", DialogInfo.LAST_VERSION),
                Words.isFull(root),
                root.attribute("entity").orElse(""),
                dialogs);
    }

    static byte[] write(DialogInfo info) {
        XmlWriter xml =
                new XmlWriter(NAMESPACE)
                        .start(NAMESPACE, "dialog-info")
                        .attribute("version", Long.toString(info.version()))
                        .attribute("state", info.full() ? "full" : "partial")
                        .attribute("entity", info.entity());
        info.dialogs().forEach(dialog -> write(xml, dialog));
        return xml.toBytes();
    }

    private static Dialog dialog(XmlElement element) throws MalformedPayloadException {
        XmlElement state = element.requiredChild(NAMESPACE, "state");
        return new Dialog(
                element.required("id"),
                element.attribute("call-id"),
                element.attribute("local-tag"),
                element.attribute("remote-tag"),
                element.attribute("direction").flatMap(DialogInfoXml::direction),
                state(state.stripped()),
                state.attribute("event")
                        .or(() -> state.attribute("reason"))
                        .flatMap(text -> Words.known(Event.class, text)),
                state.attribute("code").flatMap(DialogInfoXml::code),
                element.child(NAMESPACE, "local").map(DialogInfoXml::participant),
                element.child(NAMESPACE, "remote").map(DialogInfoXml::participant));
    }

    private static State state(String text) throws MalformedPayloadException {
        if (text.equals("active")) {
            return State.CONFIRMED;
        }
        return Words.known(State.class, text)
                .orElseThrow(() -> new MalformedPayloadException("dialog: no state"));
    }

    private static Optional<Direction> direction(String text) {
        return text.equals("receiver")
                ? Optional.of(Direction.RECIPIENT)
                : Words.known(Direction.class, text);
    }

    private static Optional<Integer> code(String text) {
        try {
            return Optional.of((int) Digits.parse("code", text, 699)).filter(code -> code >= 100);
        } catch (MalformedPayloadException e) {
            return Optional.empty();
        }
    }

    private static Participant participant(XmlElement element) {
        Optional<XmlElement> identity = element.child(NAMESPACE, "identity");
        return new Participant(
                identity.map(XmlElement::stripped).filter(uri -> !uri.isEmpty()),
                identity.flatMap(e -> e.attribute("display").or(() -> e.attribute("display-name")))
                        .orElse(""),
                element.child(NAMESPACE, "target").flatMap(e -> e.attribute("uri")));
    }

    private static void write(XmlWriter xml, Dialog dialog) {
        xml.start(NAMESPACE, "dialog")
                .attribute("id", dialog.id())
                .attribute("call-id", dialog.callId())
                .attribute("local-tag", dialog.localTag())
                .attribute("remote-tag", dialog.remoteTag())
                .attribute("direction", dialog.direction().map(Words::of));
        xml.start(NAMESPACE, "state")
                .attribute("event", dialog.event().map(Words::of))
                .attribute("code", dialog.code().map(code -> Integer.toString(code)))
                .text(Words.of(dialog.state()))
                .end();
        dialog.local().ifPresent(participant -> write(xml, "local", participant));
        dialog.remote().ifPresent(participant -> write(xml, "remote", participant));
        xml.end();
    }

    private static void write(XmlWriter xml, String name, Participant participant) {
        xml.start(NAMESPACE, name);
        participant
                .identity()
                .ifPresent(uri -> {
                    xml.start(NAMESPACE, "identity");
                    if (!participant.displayName().isEmpty()) {
                        // The schema says display-name; text, examples and phones say this.
                        xml.attribute("display", participant.displayName());
                    }
                    xml.text(uri).end();
                });
        participant.target().ifPresent(uri -> xml.empty(NAMESPACE, "target").attribute("uri", uri));
        xml.end();
    }
}
