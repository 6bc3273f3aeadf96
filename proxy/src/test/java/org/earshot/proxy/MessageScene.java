package org.earshot.proxy;

import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.message.DeviceId;
import org.junit.jupiter.api.io.TempDir;

/// Alice writes to bob, whose desk phone may be there.
abstract class MessageScene {
    static final AddressOfRecord CAROL = new AddressOfRecord("carol", "example.org");
    static final Flow CAROL_TLS = RecordedRequest.flow(Transport.TLS, "192.0.2.8", 40008, 8);
    static final DeviceId DESK = new DeviceId(BOB, "urn:uuid:desk");

    @TempDir static Path directory;

    final ProxyFixture f = new ProxyFixture(directory);
    int sequence;

    RecordedRequest send(String body) {
        return f.send(ALICE_TLS, text(body));
    }

    String text(String body) {
        return f.text("MESSAGE", "", body)
                .replace("application/sdp", "text/plain")
                .replace("1 MESSAGE", ++sequence + " MESSAGE");
    }

    void bindDesk() {
        f.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS, DESK.instance(), false);
    }

    static String body(LoopbackNode.Sent sent) {
        return new String(sent.request().getRawContent(), java.nio.charset.StandardCharsets.UTF_8);
    }

    List<String> waiting() {
        return f.messages.waiting(DESK, java.util.Set.of(), 100).messages().stream()
                .map(message ->
                        new String(
                                message.payload().body().array(),
                                java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    List<String> toldToWait() {
        List<String> told = new ArrayList<>();
        f.changes.subscribe(
                Topic.WAITING,
                change -> told.add(change.subject() + " " + f.messages.waitingFor(BOB)));
        return told;
    }

    String fromCarol(String body) {
        f.authenticator.trust(CAROL_TLS, f.accounts.find(CAROL).orElseThrow());
        return text(body)
                .replace("<sip:alice@example.org>", "<sip:carol@example.org>")
                .replace("1@phone", "2@phone");
    }

    List<Integer> outcomes() {
        return f.archive.events.stream()
                .filter(ArchiveEvent.MessageDelivered.class::isInstance)
                .map(one -> ((ArchiveEvent.MessageDelivered) one).status())
                .toList();
    }
}
