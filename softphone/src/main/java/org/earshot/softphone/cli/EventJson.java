package org.earshot.softphone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.NearbyPhone;
import org.earshot.softphone.ua.PresenceRule;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.UserAgentEvent;

/// Events as the JSON objects that the headless phone prints. Pure.
final class EventJson {
    private EventJson() {}

    /// @return empty for what is of no use on a terminal
    static Optional<ObjectNode> of(UserAgentEvent event) {
        return event instanceof UserAgentEvent.ConversationSeen
                ? Optional.empty()
                : Optional.of(json(event));
    }

    private static ObjectNode json(UserAgentEvent event) {
        return switch (event) {
            case UserAgentEvent.Registered e ->
                    named("registered")
                            .put("address", e.address())
                            .put("expires", e.expires().toSeconds());
            case UserAgentEvent.Unregistered e -> named("unregistered").put("address", e.address());
            case UserAgentEvent.RegistrationFailed e -> registrationFailed(e);
            case UserAgentEvent.NoticeChanged e -> named("notice").put("text", e.text());
            case UserAgentEvent.RecordingAllowed e -> named("recording-allowed").put("on", e.on());
            case UserAgentEvent.IncomingCall e -> incoming(e);
            case UserAgentEvent.DirectChanged e -> direct(e);
            case UserAgentEvent.NearbyPhones e -> nearby(e);
            case UserAgentEvent.CallChanged e -> call(e);
            case UserAgentEvent.SecurityCode e ->
                    named("security-code")
                            .put("call", e.call().toString())
                            .put("code", e.code())
                            .put("compared", e.compared());
            case UserAgentEvent.MediaReport e -> media(e);
            case UserAgentEvent.DigitsSent e ->
                    named("dtmf-sent")
                            .put("call", e.call().toString())
                            .put("count", e.count())
                            .put("way", e.way().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            case UserAgentEvent.DigitReceived e ->
                    named("dtmf")
                            .put("call", e.call().toString())
                            .put("digit", String.valueOf(e.digit()));
            case UserAgentEvent.TransferChanged e -> transfer(e);
            case UserAgentEvent.CallReferred e ->
                    named("referred")
                            .put("call", e.call().toString())
                            .put("by", e.by().toString())
                            .put("target", e.target());
            case UserAgentEvent.CallReplaced e ->
                    named("replaced")
                            .put("call", e.call().toString())
                            .put("replaced", e.replaced().toString())
                            .put("from", e.from());
            case UserAgentEvent.ConferenceChanged e -> conference(e);
            case UserAgentEvent.RecordingChanged e -> recording(e);
            case UserAgentEvent.MessageReceived e -> received(e);
            case UserAgentEvent.HistoryReceived e -> history(e);
            case UserAgentEvent.MessageWritten e ->
                    named("message-written")
                            .put("id", e.id().toString())
                            .put("to", e.message().key().conversation())
                            .put("text", e.message().text())
                            .put("messageId", e.message().key().messageId());
            case UserAgentEvent.MessageStatus e -> messageStatus(e);
            case UserAgentEvent.ConversationSeen e ->
                    named("seen").put("conversation", e.conversation());
            case UserAgentEvent.FileChanged e -> file(e);
            case UserAgentEvent.JournalWritten e -> JournalJson.written(e.entry());
            case UserAgentEvent.DoNotDisturbChanged e -> JournalJson.doNotDisturb(e.on());
            case UserAgentEvent.Typing e -> typing(e);
            case UserAgentEvent.PresenceChanged e ->
                    named("presence")
                            .put("uri", e.uri())
                            .put("status", e.availability().word())
                            .put("note", e.note());
            case UserAgentEvent.MailboxChanged e -> mailbox(e);
            case UserAgentEvent.ContactsChanged e -> contacts(e);
            case UserAgentEvent.RulesTold e -> rules(e);
            case UserAgentEvent.SoundDevices e -> devices(e);
            case UserAgentEvent.AudioTrouble e ->
                    named("audio-trouble")
                            .put("about", e.about().name().toLowerCase(Locale.ROOT))
                            .put("text", e.text());
            case UserAgentEvent.CommandFailed e -> failed(e);
        };
    }

    static ObjectNode error(String text) {
        return named("error").put("text", text);
    }

    private static ObjectNode registrationFailed(UserAgentEvent.RegistrationFailed event) {
        ObjectNode json = named("registration-failed").put("reason", event.reason());
        event.retryIn().ifPresent(wait -> json.put("retryMs", wait.toMillis()));
        return json;
    }

    private static ObjectNode transfer(UserAgentEvent.TransferChanged event) {
        ObjectNode json =
                named("transfer")
                        .put("call", event.call().toString())
                        .put("target", event.target())
                        .put("state", event.state().name().toLowerCase(Locale.ROOT));
        return event.reason().isEmpty() ? json : json.put("reason", event.reason());
    }

    /// What nobody has checked is said to be so, and stands under another key than what a server vouches for.
    private static ObjectNode incoming(UserAgentEvent.IncomingCall event) {
        ObjectNode json =
                named("incoming-call")
                        .put("call", event.call().toString())
                        .put("from", event.from())
                        .put("name", event.displayName());
        event.claimed()
                .ifPresent(claim ->
                        json.put("direct", true).put("verified", false).put("claimedName", claim));
        return json;
    }

    private static ObjectNode direct(UserAgentEvent.DirectChanged event) {
        ObjectNode json = named("direct").put("open", event.address().isPresent());
        event.address()
                .ifPresent(at ->
                        json.put("address", at.getAddress().getHostAddress())
                                .put("port", at.getPort()));
        event.discoverable().ifPresent(name -> json.put("discoverable", name));
        return event.reason().isEmpty() ? json : json.put("reason", event.reason());
    }

    private static ObjectNode nearby(UserAgentEvent.NearbyPhones event) {
        ObjectNode json = named("nearby").put("searching", event.searching());
        ArrayNode all = json.putArray("phones");
        for (NearbyPhone phone : event.phones()) {
            all.addObject()
                    .put("name", phone.name())
                    .put("address", phone.address().getHostAddress())
                    .put("port", phone.port());
        }
        return json;
    }

    private static ObjectNode call(UserAgentEvent.CallChanged event) {
        ObjectNode json =
                named("call")
                        .put("call", event.call().toString())
                        .put("state", event.state().name().toLowerCase(Locale.ROOT))
                        .put("peer", event.peer());
        event.codec().ifPresent(codec -> json.put("codec", codec));
        event.encryption().ifPresent(encryption -> json.put("encryption", encryption));
        if (event.heldByPeer()) {
            json.put("heldByPeer", true);
        }
        if (event.state() == UserAgentEvent.CallPhase.ENDED) {
            json.put("reason", event.reason()).put("missed", event.missed());
        }
        return json;
    }

    private static ObjectNode recording(UserAgentEvent.RecordingChanged event) {
        ObjectNode json =
                named("recording")
                        .put("call", event.call().toString())
                        .put("file", event.file().toString())
                        .put("on", event.on());
        if (!event.reason().isEmpty()) {
            json.put("reason", event.reason());
        }
        return json;
    }

    private static ObjectNode conference(UserAgentEvent.ConferenceChanged event) {
        ObjectNode json = named("conference");
        ArrayNode calls = json.putArray("calls");
        event.calls().forEach(call -> calls.add(call.toString()));
        return json;
    }

    private static ObjectNode media(UserAgentEvent.MediaReport event) {
        ObjectNode json =
                named("media")
                        .put("call", event.call().toString())
                        .put("rttMs", tenths(event.rttMs()))
                        .put("lossPercent", tenths(event.lossPercent()))
                        .put("jitterMs", tenths(event.jitterMs()))
                        .put("playoutDelayMs", tenths(event.playoutDelayMs()))
                        .put("concealedMs", event.concealedMs())
                        .put("packetsLate", event.latePackets())
                        .put("packetsWaiting", event.waitingPackets())
                        .put("stretchedMs", event.stretchedMs())
                        .put("mos", tenths(event.mos()))
                        .put("packetsSent", event.packetsSent())
                        .put("packetsReceived", event.packetsReceived())
                        .put("packetsLost", event.packetsLost());
        event.echoReducedDb().ifPresent(db -> json.put("echoReducedDb", tenths(db)));
        if (!event.way().isEmpty()) {
            json.put("way", event.way());
        }
        return json;
    }

    /// `from` is whom an answer goes to: the author, or the group; for what we wrote on another device it is
    /// ourselves, and `to` says to whom.
    private static ObjectNode received(UserAgentEvent.MessageReceived event) {
        ChatMessage message = event.message();
        String conversation = message.key().conversation();
        ObjectNode json =
                named("message")
                        .put("id", event.id().toString())
                        .put("from", message.mine() ? message.author() : conversation)
                        .put("text", message.text());
        if (message.mine()) {
            json.put("to", conversation);
        }
        if (message.isOfGroup()) {
            json.put("author", message.author()).put("group", conversation);
        }
        return json.put("messageId", message.key().messageId());
    }

    private static ObjectNode history(UserAgentEvent.HistoryReceived event) {
        ObjectNode json = named("history").put("count", event.messages().size());
        json.put("unread", event.messages().stream().filter(ChatMessage::isUnread).count());
        ArrayNode all = json.putArray("messages");
        for (ChatMessage message : event.messages()) {
            all.addObject()
                    .put("with", message.key().conversation())
                    .put("author", message.author())
                    .put("text", message.text())
                    .put("at", message.at().toString())
                    .put("read", !message.isUnread())
                    .put("messageId", message.key().messageId());
        }
        return json;
    }

    private static ObjectNode messageStatus(UserAgentEvent.MessageStatus event) {
        ObjectNode json =
                named("message-status")
                        .put("id", event.id().toString())
                        .put(
                                "status",
                                event.status() == Delivery.KEPT
                                        ? "sent"
                                        : event.status().name().toLowerCase(Locale.ROOT));
        if (event.status() == Delivery.KEPT) {
            json.put("kept", true);
        }
        if (!event.reason().isEmpty()) {
            json.put("reason", event.reason());
        }
        return json.put("messageId", event.key().messageId());
    }

    private static ObjectNode typing(UserAgentEvent.Typing event) {
        ObjectNode json = named("typing").put("from", event.conversation());
        if (!event.author().equals(event.conversation())) {
            json.put("author", event.author()).put("group", event.conversation());
        }
        return json.put("active", event.active());
    }

    private static ObjectNode file(UserAgentEvent.FileChanged event) {
        ObjectNode json =
                named("file")
                        .put("id", event.id().toString())
                        .put(event.incoming() ? "from" : "to", event.peer())
                        .put("name", event.name())
                        .put("size", event.size())
                        .put("state", event.state().name().toLowerCase(Locale.ROOT))
                        .put("bytes", event.bytes())
                        .put("sha256", event.sha256());
        event.rate().ifPresent(rate -> json.put("rate", rate));
        event.secondsLeft().ifPresent(left -> json.put("secondsLeft", left));
        event.file().ifPresent(file -> json.put("file", file.toString()));
        event.way().ifPresent(way -> json.put("way", way.word()));
        return event.reason().isEmpty() ? json : json.put("reason", event.reason());
    }

    private static ObjectNode mailbox(UserAgentEvent.MailboxChanged event) {
        ObjectNode json = named("mailbox").put("known", event.mailbox().isPresent());
        event.mailbox()
                .ifPresent(box -> {
                    json.put("waiting", box.waiting())
                            .put("new", box.fresh())
                            .put("old", box.old())
                            .put("urgentNew", box.urgentFresh())
                            .put("urgentOld", box.urgentOld());
                    box.account().ifPresent(uri -> json.put("account", uri));
                });
        return json;
    }

    private static ObjectNode contacts(UserAgentEvent.ContactsChanged event) {
        ObjectNode json = named("contacts").put("state", event.state().word());
        ArrayNode all = json.putArray("contacts");
        for (Contact contact : event.contacts()) {
            ObjectNode one = all.addObject().put("uri", contact.uri()).put("name", contact.name());
            if (contact.favourite()) {
                one.put("favourite", true);
            }
        }
        return json;
    }

    static ObjectNode devices(UserAgentEvent.SoundDevices event) {
        ObjectNode json = named("devices");
        ArrayNode all = json.putArray("devices");
        for (Sound.Device device : event.devices()) {
            all.addObject()
                    .put("name", device.name())
                    .put("description", device.description())
                    .put("microphone", device.canCapture())
                    .put("loudspeaker", device.canPlay());
        }
        event.microphone().ifPresent(name -> json.put("microphone", name));
        event.loudspeaker().ifPresent(name -> json.put("loudspeaker", name));
        event.ringer().ifPresent(name -> json.put("ringer", name));
        return json;
    }

    static ObjectNode soundTest(double loudest) {
        long decibel = Math.round(20 * Math.log10(Math.max(loudest, 1.0 / 32_768)));
        return named("sound-test").put("peakDb", decibel).put("silent", loudest == 0);
    }

    private static ObjectNode rules(UserAgentEvent.RulesTold event) {
        ObjectNode json = named("rules");
        ArrayNode all = json.putArray("rules");
        for (PresenceRule rule : event.rules()) {
            all.addObject().put("uri", rule.uri()).put("sight", rule.sight().word());
        }
        return json;
    }

    private static ObjectNode failed(UserAgentEvent.CommandFailed event) {
        ObjectNode json = error(event.text());
        event.id().map(Id::toString).ifPresent(id -> json.put("id", id));
        return json;
    }

    static ObjectNode enrolled(String event, String address) {
        return named(event).put("address", address);
    }

    private static ObjectNode named(String event) {
        return JsonNodeFactory.instance.objectNode().put("event", event);
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
