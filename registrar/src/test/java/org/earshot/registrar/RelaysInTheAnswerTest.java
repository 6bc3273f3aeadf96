package org.earshot.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sip.header.ExtensionHeader;
import javax.sip.message.Response;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.auth.FakeAuthenticator;
import org.earshot.common.file.ContentRules;
import org.earshot.common.location.InMemoryBindingStore;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.common.relay.FileRelay;
import org.earshot.common.relay.FileRelayHeader;
import org.earshot.common.relay.Relay;
import org.earshot.common.relay.RelayHeader;
import org.earshot.common.relay.RelayOffer;
import org.earshot.common.relay.RelaySecret;
import org.earshot.common.relay.RelayUri;
import org.earshot.common.service.FileRulesHeader;
import org.earshot.common.service.PolicyHeader;
import org.earshot.common.service.ServiceHeader;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is told of STUN and TURN servers, and who is not.
class RelaysInTheAnswerTest {
    private static final ContentRules FILES =
            new ContentRules(Set.of("iso", "x-1", "zip"), true, false);
    private static final LocalDomain DOMAIN =
            new LocalDomain("example.org", Set.of("192.0.2.1"), Set.of(5060), Set.of(5060, 5061));
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final RelayOffer OFFER =
            new RelayOffer(
                    List.of(
                            RelayUri.parse("turn:turn.example.org"),
                            RelayUri.parse("turns:turn.example.org"),
                            RelayUri.parse("stun:stun.example.org")),
                    Optional.of(RelaySecret.of("0123456789abcdef0123456789abcdef")),
                    Duration.ofHours(12),
                    Optional.of(
                            new FileRelay(
                                    MsrpUri.parse("msrps://relay.example.org:2855;tcp"), true)));
    private static final String CONTACT = "Contact: <sip:alice@192.0.2.4>";
    private static final URI SERVICE = URI.create("https://example.org:8443");
    private static final String WANTS = "\nEarshot-Wants: relay";

    private final FakeTimers clock = new FakeTimers();
    private final InMemoryAccountStore accounts = new InMemoryAccountStore(clock);
    private final Registrar registrar =
            new Registrar(
                    new InMemoryBindingStore(clock),
                    new FakeAuthenticator(accounts, "example.org"),
                    RegistrarConfig.of(DOMAIN)
                            .withRelays(OFFER)
                            .withService(SERVICE)
                            .withPhones(PhoneRules.USUAL.withFiles(FILES)),
                    _ -> true,
                    clock);
    private int cSeq;

    @BeforeEach
    void account() {
        accounts.create(ALICE, "Alice");
    }

    @ParameterizedTest(name = "over {0}")
    @ValueSource(strings = {"TLS", "WSS"})
    void whoAsksOverAnEncryptedConnectionGetsThemAll(Transport transport) throws Exception {
        Response response = register(transport, CONTACT + WANTS);
        assertThat(relays(response))
                .isEqualTo(OFFER.to(ALICE, true, clock.instant()))
                .hasSize(3)
                .first()
                .matches(relay ->
                        relay.credential()
                                .orElseThrow()
                                .username()
                                .equals(end() + ":alice@example.org"));
        // and so they stand on the wire, one a line
        String wire =
                new String(SipMessages.encode(response), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(wire)
                .contains(
                        "\r\nEarshot-Relay: <turn:turn.example.org:3478?transport=udp>;username=\"")
                .contains(
                        "\";expires=43200\r\nEarshot-Relay: <turns:turn.example.org:5349?transport=tcp>;")
                .contains("\r\nEarshot-Relay: <stun:stun.example.org:3478>\r\n");
        assertThat(relays((Response) SipMessages.parse(SipMessages.encode(response))))
                .isEqualTo(relays(response));
    }

    private String end() {
        return Long.toString(clock.instant().plus(Duration.ofHours(12)).getEpochSecond());
    }

    @ParameterizedTest(name = "over {0}")
    @ValueSource(strings = {"UDP", "TCP", "WS"})
    void overACleartextConnectionGoesNoCredential(Transport transport) {
        Response response = register(transport, CONTACT + WANTS);
        assertThat(relays(response))
                .containsExactly(Relay.stun(RelayUri.parse("stun:stun.example.org")));
        assertThat(response.toString()).doesNotContain("credential");
    }

    @ParameterizedTest(name = "from another hop by {0}: {1}")
    @CsvSource({"TLS, 3", "WSS, 3", "tls, 3", "UDP, 1", "TCP, 1", "WS, 1", "SCTP, 1"})
    void theHopsBehindTheLastOneCountToo(String transport, int expected) {
        Response response =
                send(
                        Transport.TLS,
                        text(CONTACT + WANTS)
                                .replace(
                                        "Max-Forwards",
                                        "Via: SIP/2.0/%s 198.51.100.1;branch=z9hG4bKother\nMax-Forwards"
                                                .formatted(transport)));
        assertThat(relays(response)).hasSize(expected);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                CONTACT,
                CONTACT + "\nEarshot-Wants: relays",
                CONTACT + ";expires=0" + WANTS,
                CONTACT + "\nExpires: 0" + WANTS,
                "Contact: *\nExpires: 0" + WANTS,
                "Subject: nothing" + WANTS,
            })
    void whoDoesNotAskOrDoesNotRegisterGetsNone(String headers) {
        Response response = register(Transport.TLS, headers);
        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(relays(response)).isEmpty();
    }

    @Test
    void theWishMayStandAmongOthers() {
        Response response = register(Transport.TLS, CONTACT + "\nEarshot-Wants: tea, Relay");
        assertThat(relays(response)).hasSize(3);
    }

    @Test
    void aRefusalHasNone() {
        Response response =
                send(
                        Transport.TLS,
                        text(CONTACT + WANTS).replace("To: <sip:alice", "To: <sip:bob"));
        assertThat(response.getStatusCode()).isEqualTo(403);
        assertThat(relays(response)).isEmpty();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "TLS, 'relay, service', https://example.org:8443",
        "WSS, Service, https://example.org:8443",
        "TLS, relay,",
        "UDP, service,",
        "TCP, service,"
    })
    void whoAsksOverAnEncryptedConnectionHearsWhatIsServedByHttps(
            Transport transport, String wants, URI told) {
        Response response = register(transport, CONTACT + "\nEarshot-Wants: " + wants);
        assertThat(response.getStatusCode()).isEqualTo(200);
        ExtensionHeader header = (ExtensionHeader) response.getHeader(ServiceHeader.NAME);
        assertThat(Optional.ofNullable(header).flatMap(h -> ServiceHeader.parse(h.getValue())))
                .isEqualTo(Optional.ofNullable(told));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "TLS, relay, true",
        "WSS, 'x, Relay', true",
        "TLS, x, false",
        "UDP, relay, false",
        "TCP, relay, false",
        "WS, relay, false"
    })
    void whoAsksOverAnEncryptedConnectionHearsOfTheRelayForFiles(
            Transport transport, String wants, boolean told) {
        Response response = register(transport, CONTACT + "\nEarshot-Wants: " + wants);
        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(
                        Optional.ofNullable(
                                        (ExtensionHeader) response.getHeader(FileRelayHeader.NAME))
                                .map(header -> FileRelayHeader.parse(header.getValue())))
                .isEqualTo(OFFER.files().filter(_ -> told));
    }

    @Test
    void whereNoFilesAreLetInThatIsSaid() throws Exception {
        Registrar closed =
                new Registrar(
                        new InMemoryBindingStore(clock),
                        new FakeAuthenticator(accounts, "example.org"),
                        RegistrarConfig.of(DOMAIN)
                                .withService(SERVICE)
                                .withPhones(PhoneRules.USUAL.withoutStore()),
                        _ -> true,
                        clock);
        for (Registrar one : List.of(registrar, closed)) {
            Response response =
                    send(Transport.TLS, one, text(CONTACT + "\nEarshot-Wants: service"));
            ExtensionHeader header = (ExtensionHeader) response.getHeader(ServiceHeader.NAME);
            assertThat(ServiceHeader.parse(header.getValue())).contains(SERVICE);
            assertThat(ServiceHeader.keepsFiles(header.getValue())).isEqualTo(one == registrar);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "TLS, files, true",
        "WSS, 'x, Files', true",
        "TLS, relay, false",
        "UDP, files, false",
        "TCP, files, false",
        "WS, files, false"
    })
    void whoAsksOverAnEncryptedConnectionHearsWhichFilesAreLetIn(
            Transport transport, String wants, boolean told) throws Exception {
        Response response = register(transport, CONTACT + "\nEarshot-Wants: " + wants);
        assertThat(response.getStatusCode()).isEqualTo(200);
        Response read = (Response) SipMessages.parse(SipMessages.encode(response));
        assertThat(
                        Optional.ofNullable((ExtensionHeader) read.getHeader(FileRulesHeader.NAME))
                                .flatMap(header -> FileRulesHeader.parse(header.getValue())))
                .isEqualTo(Optional.of(FILES).filter(_ -> told));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "TLS, 'relay, policy', direct-calls=refuse",
        "UDP, Policy, direct-calls=refuse",
        "TLS, relay,"
    })
    void whoAsksHearsWhetherCallsMayPassTheServerBy(
            Transport transport, String wants, String told) {
        Response response = register(transport, CONTACT + "\nEarshot-Wants: " + wants);
        assertThat(policy(response)).isEqualTo(Optional.ofNullable(told));
    }

    @Test
    void theAdministratorMayAllowThem() {
        Registrar allowing =
                new Registrar(
                        new InMemoryBindingStore(clock),
                        new FakeAuthenticator(accounts, "example.org"),
                        RegistrarConfig.of(DOMAIN).withPhones(PhoneRules.USUAL.withDirectCalls()),
                        _ -> true,
                        clock);
        Response response =
                RecordedRequest.of(text(CONTACT + "\nEarshot-Wants: policy"))
                        .handledBy(allowing)
                        .finalResponse();
        assertThat(policy(response)).contains("direct-calls=allow");
    }

    @Test
    void theAdministratorMayForbidThatCallsAreRecorded() {
        Registrar forbidding =
                new Registrar(
                        new InMemoryBindingStore(clock),
                        new FakeAuthenticator(accounts, "example.org"),
                        RegistrarConfig.of(DOMAIN).withPhones(PhoneRules.USUAL.withoutRecording()),
                        _ -> true,
                        clock);
        Response response =
                RecordedRequest.of(text(CONTACT + "\nEarshot-Wants: policy"))
                        .handledBy(forbidding)
                        .finalResponse();
        assertThat(policy(response)).contains("direct-calls=refuse;recording=refuse");
    }

    private static Optional<String> policy(Response response) {
        return Optional.ofNullable((ExtensionHeader) response.getHeader(PolicyHeader.NAME))
                .map(ExtensionHeader::getValue);
    }

    private List<Relay> relays(Response response) {
        List<Relay> relays = new ArrayList<>();
        Iterator<?> headers = response.getHeaders(RelayHeader.NAME);
        while (headers.hasNext()) {
            ExtensionHeader header = (ExtensionHeader) headers.next();
            relays.add(RelayHeader.parse(header.getValue(), clock.instant()));
        }
        return relays;
    }

    private Response register(Transport transport, String headers) {
        return send(transport, text(headers));
    }

    private Response send(Transport transport, String text) {
        return send(transport, registrar, text);
    }

    private static Response send(Transport transport, Registrar to, String text) {
        return RecordedRequest.of(
                        text.replace("2.0/UDP 192.0.2.4", "2.0/" + transport + " 192.0.2.4"),
                        RecordedRequest.flow(
                                transport, "192.0.2.4", 5070, transport.isReliable() ? 1 : 0))
                .handledBy(to)
                .finalResponse();
    }

    private String text(String headers) {
        cSeq++;
        return """
        REGISTER sip:example.org SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.4:5070;branch=z9hG4bK%d
        Max-Forwards: 70
        From: <sip:alice@example.org>;tag=1
        To: <sip:alice@example.org>
        Call-ID: 1@phone
        CSeq: %d REGISTER
        Authorization: Digest username="alice", realm="example.org", nonce="1", uri="sip:example.org", response="1"
        %s
        """
                .formatted(cSeq, cSeq, headers);
    }
}
