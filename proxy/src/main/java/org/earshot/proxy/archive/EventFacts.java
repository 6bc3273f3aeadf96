package org.earshot.proxy.archive;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.earshot.common.stack.Flow;

/// How an event stands in the record: its kind, its facts, its content. Pure. Names of facts are part of
/// the archive's format: one that is written never changes its meaning.
///
/// @param kind such as `message-received`
record EventFacts(String kind, Facts facts, Optional<Content> content) {

    /// Of the event that says that others were written late.
    static final String RECORD_GAP = "record-gap";

    /// Addresses under which a search finds an event with these facts: who sent it, and to whom.
    static List<String> parties(Facts facts) {
        return Stream.concat(facts.all("from").stream(), facts.all("to").stream())
                .distinct()
                .sorted()
                .toList();
    }

    static EventFacts of(ArchiveEvent event) {
        return switch (event) {
            case ArchiveEvent.MessageReceived e ->
                    new EventFacts(
                            "message-received",
                            message(
                                            e.sender(),
                                            e.recipients(),
                                            e.callId(),
                                            e.messageId(),
                                            e.headers())
                                    .add("not-reviewable", e.notReviewable())
                                    .add("late", Optional.of(true).filter(_ -> e.late()))
                                    .build(),
                            Optional.of(e.content()));
            case ArchiveEvent.MessageRefused e ->
                    new EventFacts(
                            "message-refused",
                            message(
                                            e.sender(),
                                            e.recipients(),
                                            e.callId(),
                                            e.messageId(),
                                            e.headers())
                                    .add("status", e.status())
                                    .add("reason", e.reason())
                                    .build(),
                            Optional.of(e.content()));
            case ArchiveEvent.MessageDelivered e ->
                    new EventFacts(
                            "message-delivered",
                            flow(
                                            Facts.builder()
                                                    .add("received-event", e.received())
                                                    .add("to", e.recipient())
                                                    .add("call-id", e.callId())
                                                    .add("message-id", e.messageId())
                                                    .add("device", e.device()),
                                            e.flow())
                                    .add("status", e.status())
                                    .build(),
                            Optional.empty());
            case ArchiveEvent.MessageExpired e ->
                    new EventFacts(
                            "message-expired",
                            Facts.builder()
                                    .add("received-event", e.received())
                                    .add("to", e.recipient())
                                    .add("call-id", e.callId())
                                    .add("message-id", e.messageId())
                                    .build(),
                            Optional.empty());
            case ArchiveEvent.MessageDropped e ->
                    new EventFacts("message-dropped", dropped(e), Optional.empty());
            case ArchiveEvent.MessageDisplayed e ->
                    new EventFacts(
                            "message-displayed",
                            message(
                                            e.sender(),
                                            List.of(e.recipient()),
                                            e.callId(),
                                            e.messageId(),
                                            Map.of())
                                    .add("claimed-by", "phone")
                                    .build(),
                            Optional.empty());
            case ArchiveEvent.CallRefused e ->
                    new EventFacts(kind(e.files(), "refused"), refused(e), Optional.empty());
            case ArchiveEvent.CallAnswered e ->
                    new EventFacts(kind(e.files(), "answered"), answered(e), Optional.empty());
            case ArchiveEvent.CallEnded e ->
                    new EventFacts(kind(e.files(), "ended"), ended(e), Optional.empty());
            case ArchiveEvent.TextWithheld e ->
                    new EventFacts("text-withheld", withheld(e), e.content());
            case ArchiveEvent.PresencePublished e ->
                    new EventFacts(
                            "presence-published",
                            sender(e.sender(), List.of()).add("call-id", e.callId()).build(),
                            Optional.of(e.content()));
            case ArchiveEvent.Late e -> new EventFacts(e.kind(), e.facts(), e.content());
            case ArchiveEvent.RecordGap e ->
                    new EventFacts(
                            RECORD_GAP,
                            Facts.builder()
                                    .add("began", e.began())
                                    .add("written-late", e.events())
                                    .add("lost", e.lost())
                                    .build(),
                            Optional.empty());
            case ArchiveEvent.HistoryReleased e ->
                    new EventFacts("history-released", released(e), Optional.empty());
            case ArchiveEvent.Administered e ->
                    new EventFacts(e.stage().kind(), administered(e), Optional.empty());
            case ArchiveEvent.ContentViewed e ->
                    new EventFacts(
                            "content-viewed",
                            Facts.builder()
                                    .add("actor", e.actor())
                                    .add("record", e.position())
                                    .build(),
                            Optional.empty());
            case ArchiveEvent.Statement e -> new EventFacts(e.kind(), e.facts(), Optional.empty());
            case ArchiveEvent.ContentSearched e ->
                    new EventFacts(ArchivedEvent.CONTENT_SEARCHED, searched(e), e.words());
            case ArchiveEvent.Reviewed e ->
                    new EventFacts(e.step().kind(), reviewed(e), Optional.of(e.sealed()));
            case ArchiveEvent.Exported e ->
                    new EventFacts(
                            e.begun().isEmpty() ? ArchivedEvent.EXPORT_BEGUN : "exported",
                            exported(e),
                            e.words());
            case ArchiveEvent.FileKept e -> new EventFacts(e.fate().kind(), kept(e), e.key());
        };
    }

    private static String kind(List<ClaimedFile> files, String what) {
        return (files.isEmpty() ? "call-" : "file-") + what;
    }

    private static Facts refused(ArchiveEvent.CallRefused event) {
        return files(
                        sender(event.caller(), event.callees())
                                .add("call-id", event.callId())
                                .add("began", event.began())
                                .add("status", event.status())
                                .add("reason", event.reason())
                                .add("refused-by", event.by().text()),
                        event.files())
                .build();
    }

    /// What the phone said of files that went past the server.
    private static Facts.Builder files(Facts.Builder facts, List<ClaimedFile> files) {
        for (ClaimedFile file : files) {
            facts.add("file-name", file.name());
            file.size().ifPresent(size -> facts.add("file-size", size));
            facts.add("file-type", file.type());
            file.hashes().forEach(hash -> facts.add("file-hash", hash));
            facts.add("file-transfer-id", file.transferId());
            facts.add("way", file.way().map(ClaimedWay::text));
            file.way()
                    .map(ClaimedWay::relays)
                    .orElse(List.of())
                    .forEach(at -> facts.add("relay", at));
        }
        return files.isEmpty() ? facts : facts.add("claimed-by", "phone");
    }

    private static Facts answered(ArchiveEvent.CallAnswered event) {
        return files(
                        sender(event.caller(), event.callees())
                                .add("call-id", event.callId())
                                .add("answered-by", event.answeredBy())
                                .add("device", event.flow().map(EventFacts::remote))
                                .add("began", event.began())
                                .add("encryption", event.encryption()),
                        event.files())
                .build();
    }

    private static Facts ended(ArchiveEvent.CallEnded event) {
        return files(
                        sender(event.caller(), event.callees())
                                .add("call-id", event.callId())
                                .add("answered-by", event.answeredBy())
                                .add("ended-by", event.endedBy())
                                .add("reason", event.reason())
                                .add("began", event.began())
                                .add("answered", event.answered())
                                .add("encryption", event.encryption()),
                        event.files())
                .build();
    }

    private static Facts withheld(ArchiveEvent.TextWithheld event) {
        return sender(event.sender(), event.recipients())
                .add("call-id", event.callId())
                .add("method", event.method())
                .add("status", event.status())
                .add("reason", event.reason())
                .build();
    }

    private static Facts released(ArchiveEvent.HistoryReleased event) {
        Facts.Builder facts =
                event.sender()
                        .map(by -> sender(by, List.of(event.account())))
                        .orElseGet(() -> Facts.builder().add("to", event.account()));
        return facts.add("actor", event.actor())
                .add("by-device", event.byDevice())
                .add("device", event.device().orElse("all"))
                .build();
    }

    private static Facts administered(ArchiveEvent.Administered event) {
        Facts.Builder facts =
                Facts.builder()
                        .add("to", event.address())
                        .add("actor", event.actor())
                        .add("login", event.login())
                        .add("action", event.action())
                        .add("subject", event.subject());
        event.details().forEach(detail -> facts.add("detail", detail));
        return facts.add("before", event.before())
                .add("after", event.after())
                .add("outcome", event.outcome())
                .add("begun-event", event.begun())
                .build();
    }

    private static Facts searched(ArchiveEvent.ContentSearched event) {
        Facts.Builder facts = Facts.builder().add("actor", event.actor());
        new TreeMap<>(event.about()).forEach((name, value) -> facts.add("by-" + name, value));
        facts.add("found", event.found().size()).add("text-shown", event.withText());
        event.found().forEach(position -> facts.add("record", position));
        return facts.build();
    }

    private static Facts reviewed(ArchiveEvent.Reviewed event) {
        Facts.Builder facts = Facts.builder().add("actor", event.actor());
        new TreeMap<>(event.facts()).forEach(facts::add);
        return facts.build();
    }

    private static Facts exported(ArchiveEvent.Exported event) {
        Facts.Builder facts = Facts.builder().add("actor", event.actor());
        new TreeMap<>(event.about()).forEach(facts::add);
        return facts.add("begun-event", event.begun()).build();
    }

    private static Facts kept(ArchiveEvent.FileKept event) {
        Facts.Builder facts =
                event.from()
                        .map(from -> sender(from, event.parties()))
                        .orElseGet(() -> {
                            Facts.Builder to = Facts.builder();
                            event.parties().forEach(party -> to.add("to", party));
                            return to;
                        });
        return facts.add("file", event.file())
                .add("file-name", event.name())
                .add("file-type", event.type())
                .add("file-size", event.size())
                .add("file-hash", event.sha256().map(EventFacts::hash))
                .add("reason", event.reason())
                .build();
    }

    /// As offers of files write it (RFC 5547 §6): one name of a fact, one form.
    private static String hash(String hex) {
        return "sha-256:" + hex.replaceAll("(..)(?=.)", "$1:");
    }

    private static Facts dropped(ArchiveEvent.MessageDropped event) {
        Facts.Builder facts = Facts.builder();
        event.received().forEach(received -> facts.add("received-event", received));
        return facts.add("to", event.recipient())
                .add("device", event.device())
                .add("reason", event.reason().text())
                .build();
    }

    private static Facts.Builder message(
            Sender sender,
            List<String> recipients,
            String callId,
            String messageId,
            Map<String, String> headers) {
        Facts.Builder facts =
                sender(sender, recipients).add("call-id", callId).add("message-id", messageId);
        new TreeMap<>(headers).forEach((name, value) -> facts.add("header", name + ": " + value));
        return facts;
    }

    private static Facts.Builder sender(Sender sender, List<String> recipients) {
        Facts.Builder facts =
                Facts.builder()
                        .add("from", sender.address())
                        .add("from-account", sender.account())
                        .add("from-verified-by", sender.proof().text());
        flow(facts, sender.flow());
        recipients.forEach(recipient -> facts.add("to", recipient));
        return facts;
    }

    private static Facts.Builder flow(Facts.Builder facts, Optional<Flow> flow) {
        return facts.add("transport", flow.map(Flow::transport))
                .add("remote", flow.map(EventFacts::remote));
    }

    private static String remote(Flow flow) {
        return flow.remote().getAddress().getHostAddress() + " " + flow.remote().getPort();
    }
}
