package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;

/// One of our phones, alice's, and a server whose store is moved by hand.
class StoredFilesPhone {
    static final Path PICTURE = Path.of("/home/alice/picture.png");
    static final String SERVICE = "https://example.org:8443";
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final URI URL = URI.create(SERVICE + "/files/" + TOKEN);

    final FakeTimers timers = new FakeTimers();
    final FakeServerFiles server = new FakeServerFiles();
    final FakeFiles files = new FakeFiles();
    TestPhone alice;
    final FileStore store = FileStore.ofThisRun();
    private final MessageStore conversations = MessageStore.ofThisRun();
    private int messages;

    StoredFilesPhone() {
        startAgain();
    }

    /// The phone's next run, with what it keeps.
    final void startAgain() {
        alice =
                new TestPhone(
                        "alice",
                        "192.0.2.1",
                        Transport.TLS,
                        timers,
                        PhoneParts.of("alice")
                                .with(conversations)
                                .with(new FileKit(files, server, store, FilePolicy.usual())));
    }

    /// @param service what the server names in its 200; "" for nothing
    void register(String service) throws Exception {
        registerWith(service.isEmpty() ? "" : "<" + service + ">");
    }

    /// @param service as it stands in the header
    void registerWith(String service) throws Exception {
        alice.agent.register(alice.account);
        LoopbackNode.Sent register = alice.node.take();
        Response response = register.createResponse(200, "OK");
        if (!service.isEmpty()) {
            response.addHeader(SipMessages.headers().createHeader("Earshot-Service", service));
        }
        register.respond(response);
    }

    /// Registers and offers a file to bob, whose side answers with a status.
    Id offered(int status) throws Exception {
        register(SERVICE);
        Id id = alice.agent.files().send("bob", PICTURE);
        LoopbackNode.Sent invite = alice.node.take();
        assertThat(invite.request().getMethod()).isEqualTo(Request.INVITE);
        invite.respond(status, "No");
        return id;
    }

    /// What was said last of a file.
    UserAgentEvent.FileChanged file() {
        return alice.last(UserAgentEvent.FileChanged.class);
    }

    List<FileStore.Kept> kept() {
        return store.unfinished().toCompletableFuture().join();
    }

    /// Somebody writes to alice.
    RecordedRequest write(String from, String type, String text) {
        return RecordedRequest.of(
                        """
                        MESSAGE sip:alice@192.0.2.1 SIP/2.0
                        Via: SIP/2.0/TLS 192.0.2.100:5061;branch=z9hG4bK%1$d
                        From: <sip:%2$s@example.org>;tag=1
                        To: <sip:alice@example.org>
                        Call-ID: m%1$d
                        CSeq: 1 MESSAGE
                        Max-Forwards: 70
                        Content-Type: %3$s

                        %4$s\
                        """
                                .formatted(++messages, from, type, text),
                        alice.flow)
                .handledBy(alice.agent);
    }
}
