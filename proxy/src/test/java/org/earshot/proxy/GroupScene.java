package org.earshot.proxy;

import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.message.Cpim;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupChanges;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A group of alice, its owner, bob and carol.
abstract class GroupScene {
    static final AddressOfRecord TEAM = new AddressOfRecord("team", "example.org");
    static final AddressOfRecord CAROL = new AddressOfRecord("carol", "example.org");
    static final Flow CAROL_TLS = RecordedRequest.flow(Transport.TLS, "192.0.2.8", 40008, 8);

    @TempDir static Path directory;

    final ProxyFixture f = new ProxyFixture(directory);
    int sequence;

    @BeforeEach
    void makeTeam() {
        f.authenticator.trust(CAROL_TLS, f.accounts.find(CAROL).orElseThrow());
        f.groups.create(
                new Group(
                        TEAM,
                        "The Team",
                        false,
                        false,
                        0,
                        f.clock.instant(),
                        List.of(
                                new Group.Member(ALICE, true),
                                new Group.Member(BOB, false),
                                new Group.Member(CAROL, false))));
        f.clock.advance(Duration.ofSeconds(1)); // whoever comes from now on is new
    }

    void bindBob(boolean cpim) {
        f.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS, "urn:uuid:bob", cpim);
    }

    void bindCarol(boolean cpim) {
        f.bind(CAROL, "sip:carol@192.0.2.8:40008;transport=tls", CAROL_TLS, "urn:uuid:c", cpim);
    }

    void bindAlice() {
        f.bind(ALICE, "sip:alice@192.0.2.4:40004;transport=tls", ALICE_TLS, "urn:uuid:a", true);
    }

    RecordedRequest send(String name, Flow flow, String type, String body) {
        return f.send(flow, request(name, type, body));
    }

    String request(String name, String type, String body) {
        return f.text("MESSAGE", "", body)
                .replace("application/sdp", type)
                .replace("1 MESSAGE", ++sequence + " MESSAGE")
                .replace("<sip:alice@example.org>", "<sip:" + name + "@example.org>")
                .replace("sip:bob@example.org SIP", "sip:team@example.org SIP")
                .replace("1@phone", name + "@phone");
    }

    RecordedRequest alice(String text) {
        return send("alice", ALICE_TLS, "text/plain", text);
    }

    RecordedRequest bob(String text) {
        return send("bob", BOB_TLS, "text/plain", text);
    }

    static String body(LoopbackNode.Sent sent) {
        return new String(sent.request().getRawContent(), StandardCharsets.UTF_8);
    }

    static Cpim cpim(LoopbackNode.Sent sent) {
        try {
            return Cpim.parse(sent.request().getRawContent());
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    List<String> replies(String to) {
        return f.archive.events.stream()
                .filter(ArchiveEvent.MessageReceived.class::isInstance)
                .map(ArchiveEvent.MessageReceived.class::cast)
                .filter(event -> event.sender().proof() == IdentityProof.SERVER)
                .filter(event -> event.recipients().equals(List.of("sip:" + to + "@example.org")))
                .map(event -> new String(event.content().body().array(), StandardCharsets.UTF_8))
                .toList();
    }

    void administratorPuts(Group.Member member) {
        f.groups.change(TEAM, GroupChanges.hidingThePast(GroupChanges.put(member)));
    }
}
