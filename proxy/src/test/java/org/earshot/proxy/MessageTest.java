package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.sip.header.ContentTypeHeader;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.search.ContentText;
import org.earshot.proxy.message.MessageConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// MESSAGE (RFC 3428): in the record before anybody gets it.
class MessageTest {
    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);
    private int sequence;

    @Test
    void itIsInTheRecordBeforeItIsRelayed() {
        f.bindBob();
        RecordedRequest message = send("hello");

        ArchiveEvent.MessageReceived received =
                (ArchiveEvent.MessageReceived) f.archive.events.getFirst();
        assertThat(received.sender().address()).isEqualTo("sip:alice@example.org");
        assertThat(received.sender().account()).contains(f.alice.id());
        assertThat(received.sender().proof()).isEqualTo(IdentityProof.FLOW);
        assertThat(received.recipients()).containsExactly("sip:bob@example.org");
        assertThat(received.callId()).isEqualTo("1@phone");
        assertThat(received.content().type()).isEqualTo("text/plain");
        assertThat(new String(received.content().body().array(), StandardCharsets.UTF_8))
                .isEqualTo("hello");
        assertThat(f.archive.events).hasSize(1);

        f.node.take().respond(200, "OK");

        assertThat(message.finalResponse().getStatusCode()).isEqualTo(200);
        ArchiveEvent.MessageDelivered delivered =
                (ArchiveEvent.MessageDelivered) f.archive.events.getLast();
        assertThat(delivered.received()).isEqualTo(received.id());
        assertThat(delivered.status()).isEqualTo(200);
        assertThat(delivered.device()).isEqualTo("sip:bob@192.0.2.5:40005;transport=tls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "gzip"})
    void aCompressedOneIsReadableToTheRecordAndToAnyPhone(String coding)
            throws IOException, ParseException {
        f.bindBob();
        RecordedRequest message =
                RecordedRequest.of(
                        text("hello").replace("CSeq:", "Content-Encoding: " + coding + "\nCSeq:"),
                        ALICE_TLS);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream packing =
                coding.equals("gzip")
                        ? new GZIPOutputStream(packed)
                        : new DeflaterOutputStream(packed)) {
            packing.write("Grüße".getBytes(StandardCharsets.UTF_8));
        }
        message.message()
                .setContent(
                        packed.toByteArray(),
                        (ContentTypeHeader) message.message().getHeader(ContentTypeHeader.NAME));

        message.handledBy(f.proxy);

        ArchiveEvent.MessageReceived received =
                (ArchiveEvent.MessageReceived) f.archive.events.getFirst();
        assertThat(received.content().type()).isEqualTo("text/plain");
        assertThat(received.content().body().array())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("Grüße");
        assertThat(received.notReviewable()).isEmpty();
        assertThat(f.node.take().request().toString())
                .contains("Grüße")
                .doesNotContain("Content-Encoding");
    }

    @Test
    void itsSubjectIsContentAndNoFactThatEverybodyMaySee() {
        f.bindBob();
        f.send(ALICE_TLS, withHeader(text("at noon"), "Subject: sell all"));
        assertThat(f.node.take().request().toString()).contains("Subject: sell all");
        ArchiveEvent.MessageReceived received =
                (ArchiveEvent.MessageReceived) f.archive.events.getFirst();
        assertThat(received.headers().toString()).doesNotContain("sell all");
        assertThat(received.content().type()).isEqualTo("message/cpim");
        assertThat(ContentText.of(received.content())).isEqualTo("sell all\nat noon");
    }

    @Test
    void theSubjectOfWhatIsRefusedIsContentToo() {
        f.send(
                ALICE_TLS,
                withHeader(text("at noon"), "Subject: sell all").replace("bob@", "nobody@"));
        ArchiveEvent.MessageRefused refused =
                (ArchiveEvent.MessageRefused) f.archive.events.getFirst();
        assertThat(refused.headers().toString()).doesNotContain("sell all");
        assertThat(ContentText.of(refused.content())).isEqualTo("sell all\nat noon");
    }

    @Test
    void theRecordHasWhatAReaderGets() {
        f.bindBob();
        f.send(
                ALICE_TLS,
                withHeader(text("hello"), "Content-Disposition: render;handling=optional"));
        assertThat(f.node.take().request().toString()).contains("handling=optional");
        assertThat(((ArchiveEvent.MessageReceived) f.archive.events.getFirst()).headers())
                .containsEntry("Content-Disposition", "render;handling=optional");
    }

    @Test
    void aReaderGetsNoHeaderThatTheRecordHasNotAllOf() {
        f.bindBob();
        f.send(ALICE_TLS, withHeader(text("hello"), "User-Agent: " + "x".repeat(501)));
        assertThat(f.node.take().request().getHeader("User-Agent")).isNull();
    }

    private static String withHeader(String message, String header) {
        return message.replace("CSeq:", header + "\nCSeq:");
    }

    @Test
    void whatCanNotBeRecordedIsNotRelayed() {
        f.bindBob();
        f.archive.available = false;

        RecordedRequest message = send("hello");

        assertThat(message.finalResponse().getStatusCode()).isEqualTo(503);
        assertThat(message.finalResponse().getHeader("Retry-After")).isNotNull();
        assertThat(f.node.sent()).isEmpty();
    }

    @Test
    void itGoesToAllPhonesAndTheBestAnswerGoesBack() {
        f.bindBob();
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        RecordedRequest message = send("hello");
        LoopbackNode.Sent one = f.node.take();
        LoopbackNode.Sent other = f.node.take();

        one.respond(415, "Unsupported Media Type");
        assertThat(message.answered()).isFalse();
        other.respond(200, "OK");

        assertThat(message.statuses()).containsExactly(200);
        assertThat(f.archive.events)
                .filteredOn(ArchiveEvent.MessageDelivered.class::isInstance)
                .extracting(e -> ((ArchiveEvent.MessageDelivered) e).status())
                .containsExactly(200);
        assertThat(one.request().toString()).doesNotContain("Record-Route");
    }

    @ParameterizedTest(name = "{1} is {2}")
    @CsvSource({
        "MESSAGE sip:bob@, MESSAGE sip:nobody@, 404",
        "From: \"Mallory\" <sip:alice@, From: \"Mallory\" <sip:carol@, 403",
        "bob@example.org SIP, bob@example.com SIP, 403",
    })
    void whatReachesNobodyIsInTheRecordToo(String of, String instead, int status) {
        RecordedRequest message = f.send(ALICE_TLS, text("hello").replace(of, instead));
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(status);
        ArchiveEvent.MessageRefused refused =
                (ArchiveEvent.MessageRefused) f.archive.events.getFirst();
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.sender().address()).isEqualTo("sip:alice@example.org");
    }

    @Test
    void whatAFaultOfOursKeepsFromItsReaderIsInTheRecord() {
        f.lookupHasAFault = true;
        RecordedRequest message = send("hello");
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(500);
        assertThat(f.archive.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        ArchiveEvent.MessageRefused.class,
                        refused -> assertThat(refused.status()).isEqualTo(500));
    }

    @Test
    void whatNobodyHasSignedIsNotInTheRecord() {
        RecordedRequest message =
                f.send(RecordedRequest.flow(Transport.UDP, "203.0.113.9", 5060, 0), text("hello"));
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(407);
        assertThat(f.archive.events).isEmpty();
    }

    @Test
    void tooLargeIs413() {
        f.bindBob();
        RecordedRequest message = send("x".repeat(64 * 1024 + 1));
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(413);
        assertThat(f.archive.events.getFirst()).isInstanceOf(ArchiveEvent.MessageRefused.class);
    }

    @Test
    void whatTheArchiveCanNotHoldIs413HoweverMuchIsAllowed() {
        f.bindBob();
        f.configureMessages(config -> allowing(config, 64 << 20));
        RecordedRequest message = send("x".repeat(Content.LIMIT + 1));
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(413);
        assertThat(f.node.sent()).isEmpty();
        ArchiveEvent.MessageRefused refused =
                (ArchiveEvent.MessageRefused) f.archive.events.getFirst();
        assertThat(refused.content().body().length()).isEqualTo(Content.LIMIT);
        assertThat(refused.headers()).containsEntry("Content-Length", "" + (Content.LIMIT + 1));
    }

    @Test
    void whatIsRelayedIsArchivedWhole() {
        f.bindBob();
        f.configureMessages(config -> allowing(config, 64 << 20));
        assertThat(send("x".repeat(Content.LIMIT)).answered()).isFalse();
        ArchiveEvent.MessageReceived received =
                (ArchiveEvent.MessageReceived) f.archive.events.getFirst();
        assertThat(received.content().body().length()).isEqualTo(Content.LIMIT);
    }

    @Test
    void anAddressThatTheArchiveCanNotHoldIs414() {
        RecordedRequest message =
                f.send(ALICE_TLS, text("hello").replace("E sip:bob", "E sip:" + "b".repeat(600)));
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(414);
    }

    @Test
    void aLongAddressOfATrustedPeerIsCut() {
        f.bindBob();
        f.configure(config -> config.withTrusted(TrustedNetworks.of(List.of("192.0.2.4"))));
        f.send(ALICE_TLS, text("hello").replace("sip:alice@", "sip:" + "\u00e4".repeat(600) + "@"));
        ArchiveEvent.MessageReceived received =
                (ArchiveEvent.MessageReceived) f.archive.events.getFirst();
        assertThat(received.sender().address().getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(500, 512);
    }

    @Test
    void anOutcomeThatCanNotBeRecordedHoldsNoAnswerUp() {
        f.bindBob();
        RecordedRequest message = send("hello");
        f.archive.fault = Optional.of(new IllegalArgumentException("on purpose"));
        f.node.take().respond(200, "OK");
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(200);
    }

    private static MessageConfig allowing(MessageConfig of, int bytes) {
        return new MessageConfig(
                bytes,
                of.perSecond(),
                of.burst(),
                of.expires(),
                of.maxWaiting(),
                of.blockedAnswer(),
                of.copiesToAll(),
                of.retryAfter());
    }

    @Test
    void tooLargeForTheUdpPhoneIs513() {
        f.bind(BOB, "sip:bob@10.0.0.6", BOB_UDP);
        RecordedRequest message = send("x".repeat(1300));
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(513);
        assertThat(f.node.sent()).isEmpty();
    }

    @Test
    void whoSendsTooManyIsToldToWait() {
        f.configureMessages(of ->
                new MessageConfig(
                        of.maxBytes(),
                        1,
                        2,
                        of.expires(),
                        of.maxWaiting(),
                        of.blockedAnswer(),
                        of.copiesToAll(),
                        of.retryAfter()));
        f.bindBob();
        for (String text : List.of("1", "2")) {
            assertThat(send(text).answered()).isFalse();
            f.node.take().respond(200, "OK");
        }

        RecordedRequest third = send("3");

        assertThat(third.finalResponse().getStatusCode()).isEqualTo(503);
        assertThat(third.finalResponse().getHeader("Retry-After")).isNotNull();
        f.clock.advance(Duration.ofSeconds(1));
        assertThat(send("4").answered()).isFalse();
        assertThat(f.node.sent()).hasSize(3);
    }

    private RecordedRequest send(String body) {
        return f.send(ALICE_TLS, text(body));
    }

    private String text(String body) {
        return f.text("MESSAGE", "", body)
                .replace("application/sdp", "text/plain")
                .replace("1 MESSAGE", ++sequence + " MESSAGE");
    }
}
