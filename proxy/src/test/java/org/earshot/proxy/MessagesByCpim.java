package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.message.DispositionNotification;
import org.earshot.common.message.Imdn;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Alice and Bob, who write to each other by phones with and without CPIM.
abstract class MessagesByCpim {
    static final String ALICE_URI = "sip:alice@example.org";
    static final String BOB_URI = "sip:bob@example.org";
    static final Flow ALICE_MOBILE = RecordedRequest.flow(Transport.TLS, "192.0.2.14", 40014, 14);
    static final Set<DispositionNotification> ALL =
            Set.of(
                    DispositionNotification.POSITIVE_DELIVERY,
                    DispositionNotification.NEGATIVE_DELIVERY,
                    DispositionNotification.DISPLAY);

    @TempDir static Path directory;

    final ProxyFixture f = new ProxyFixture(directory);
    int sequence;

    @BeforeEach
    void bindAlice() {
        f.bind(
                ALICE,
                "sip:alice@192.0.2.4:40004;transport=tls",
                ALICE_TLS,
                "urn:uuid:alice-desk",
                true);
    }

    void bindBob(boolean cpim) {
        f.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS, "urn:uuid:bob", cpim);
    }

    RecordedRequest fromAlice(String type, String body) {
        return f.send(ALICE_TLS, text(type, body));
    }

    RecordedRequest fromBob(String type, String body) {
        return f.send(
                BOB_TLS,
                text(type, body)
                        .replace("From: \"Mallory\" <sip:alice@", "From: <sip:bob@")
                        .replace("MESSAGE sip:bob@", "MESSAGE sip:alice@")
                        .replace("To: <sip:bob@", "To: <sip:alice@")
                        .replace("Call-ID: 1@phone", "Call-ID: 1@bob"));
    }

    String text(String type, String body) {
        return f.text("MESSAGE", "", body)
                .replace("application/sdp", type)
                .replace("1 MESSAGE", ++sequence + " MESSAGE");
    }

    Cpim cpim(String id, Set<DispositionNotification> wishes, String text) {
        return Cpim.of(
                        new CpimAddress("Mallory", ALICE_URI),
                        CpimAddress.of("sip:somebody@example.org"),
                        f.clock.instant().minusSeconds(5),
                        MimePart.text(text))
                .withMessageId(id)
                .withNotifications(wishes);
    }

    RecordedRequest fromAlice(Cpim cpim) {
        return fromAlice("message/cpim", new String(cpim.toBytes(), StandardCharsets.UTF_8));
    }

    String imdn(String id, Imdn.Notification kind, Imdn.Status status) {
        MimePart part =
                MimePart.of(
                        MediaType.of("message", "imdn+xml"),
                        Imdn.of(id, f.clock.instant(), "sip:evil@example.org", kind, status)
                                .toBytes());
        return new String(
                Cpim.of(CpimAddress.of(BOB_URI), CpimAddress.of(ALICE_URI), f.clock.instant(), part)
                        .toBytes(),
                StandardCharsets.UTF_8);
    }

    RecordedRequest displayed(String id) {
        return fromBob("message/cpim", imdn(id, Imdn.Notification.DISPLAY, Imdn.Status.DISPLAYED));
    }

    static String body(LoopbackNode.Sent sent) {
        return new String(sent.request().getRawContent(), StandardCharsets.UTF_8);
    }

    static String type(LoopbackNode.Sent sent) {
        return sent.request().getHeader("Content-Type").toString().strip();
    }

    static Cpim cpimOf(LoopbackNode.Sent sent) {
        assertThat(type(sent)).isEqualTo("Content-Type: message/cpim");
        try {
            return Cpim.parse(sent.request().getRawContent());
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }
}
