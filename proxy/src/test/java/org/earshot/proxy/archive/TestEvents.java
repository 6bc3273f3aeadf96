package org.earshot.proxy.archive;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.earshot.common.account.AccountId;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;

/// Events to archive.
final class TestEvents {
    static final String ALICE = "sip:alice@example.org";
    static final String BOB = "sip:bob@example.org";
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456Z");

    private TestEvents() {}

    static Sender alice() {
        return new Sender(
                ALICE,
                Optional.of(new AccountId(new UUID(1, 2))),
                IdentityProof.DIGEST,
                Optional.of(
                        new Flow(
                                "n1",
                                Transport.TLS,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 5061),
                                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 40000),
                                3)));
    }

    static ArchiveEvent.MessageReceived message(String text) {
        return new ArchiveEvent.MessageReceived(
                UUID.randomUUID(),
                NOW,
                RetentionClass.MESSAGE,
                alice(),
                List.of(BOB),
                "call-1@192.0.2.7",
                "msg-1",
                Map.of("Subject", "Lunch"),
                Content.of("text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    static ArchiveEvent.MessageReceived sealedMessage(String type) {
        ArchiveEvent.MessageReceived open = message("");
        return new ArchiveEvent.MessageReceived(
                open.id(),
                open.at(),
                open.retention(),
                open.sender(),
                open.recipients(),
                open.callId(),
                open.messageId(),
                open.headers(),
                Content.of(type, "MIIB".getBytes(StandardCharsets.UTF_8)),
                Optional.of(type),
                false);
    }

    static ArchiveEvent.MessageDelivered delivered(UUID message) {
        return new ArchiveEvent.MessageDelivered(
                UUID.randomUUID(),
                NOW.plusMillis(5),
                RetentionClass.MESSAGE,
                message,
                "call-1@192.0.2.7",
                "msg-1",
                BOB,
                "sip:bob@192.0.2.8:5060",
                Optional.empty(),
                200);
    }

    private static final List<ClaimedFile> FILES =
            List.of(
                    new ClaimedFile(
                            "plan.pdf",
                            OptionalLong.of(2_500_000),
                            Optional.of("application/pdf"),
                            List.of("sha-256:ab:cd"),
                            Optional.of("x1"),
                            Optional.of(new ClaimedWay(List.of("192.0.2.9:2855")))));

    static List<ArchiveEvent> oneOfEachKind() {
        ArchiveEvent.MessageReceived message = message("hello");
        List<ArchiveEvent> events =
                new ArrayList<>(
                        List.of(
                                message,
                                new ArchiveEvent.MessageRefused(
                                        UUID.randomUUID(),
                                        NOW,
                                        RetentionClass.MESSAGE,
                                        alice(),
                                        List.of(BOB, "sip:carol@example.org"),
                                        "call-2@192.0.2.7",
                                        "msg-2",
                                        Map.of(),
                                        Content.of("text/plain", new byte[0]),
                                        488,
                                        "Not Acceptable Here"),
                                delivered(message.id()),
                                new ArchiveEvent.MessageDropped(
                                        UUID.randomUUID(),
                                        NOW,
                                        RetentionClass.MESSAGE,
                                        List.of(message.id(), UUID.randomUUID()),
                                        BOB,
                                        Optional.of("urn:uuid:desk"),
                                        ArchiveEvent.DropReason.DEVICE_FORGOTTEN),
                                new ArchiveEvent.MessageDisplayed(
                                        UUID.randomUUID(),
                                        NOW,
                                        RetentionClass.MESSAGE,
                                        alice(),
                                        BOB,
                                        "call-3@192.0.2.7",
                                        "msg-3")));
        events.addAll(callEvents(List.of()));
        events.addAll(callEvents(FILES));
        events.addAll(
                List.of(
                        new ArchiveEvent.TextWithheld(
                                UUID.randomUUID(),
                                NOW,
                                alice(),
                                List.of(BOB),
                                "call-5@192.0.2.7",
                                "INFO",
                                Optional.of(415),
                                "text is recorded in MESSAGE only",
                                Optional.of(
                                        Content.of(
                                                        "text/plain",
                                                        "hello".getBytes(StandardCharsets.UTF_8))
                                                .withSubject("lunch"))),
                        new ArchiveEvent.RecordGap(
                                UUID.randomUUID(), NOW, NOW.minusSeconds(60), 3, 0),
                        new ArchiveEvent.PresencePublished(
                                UUID.randomUUID(),
                                NOW,
                                alice(),
                                "call-6@192.0.2.7",
                                Content.of(
                                        "text/plain",
                                        "in the garden".getBytes(StandardCharsets.UTF_8)))));
        return events;
    }

    /// A call, or a session for files, that is refused; and another one from its answer to its end.
    private static List<ArchiveEvent> callEvents(List<ClaimedFile> files) {
        Optional<String> encryption = Optional.of(files.isEmpty() ? "SDES" : "TLS");
        return List.of(
                new ArchiveEvent.CallRefused(
                        UUID.randomUUID(),
                        NOW,
                        alice(),
                        List.of(BOB),
                        "call-4@192.0.2.7",
                        NOW.minusSeconds(20),
                        486,
                        "Busy Here",
                        ArchiveEvent.RefusedBy.PHONE,
                        files),
                new ArchiveEvent.CallAnswered(
                        UUID.randomUUID(),
                        NOW,
                        alice(),
                        List.of(BOB),
                        "call-5@192.0.2.7",
                        Optional.of(BOB),
                        alice().flow(),
                        NOW.minusSeconds(20),
                        encryption,
                        files),
                new ArchiveEvent.CallEnded(
                        UUID.randomUUID(),
                        NOW,
                        alice(),
                        List.of(BOB),
                        "call-5@192.0.2.7",
                        Optional.of(BOB),
                        Optional.of(ALICE),
                        Optional.of("SIP;cause=200"),
                        Optional.of(NOW.minusSeconds(20)),
                        Optional.of(NOW.minusSeconds(15)),
                        encryption,
                        files));
    }
}
