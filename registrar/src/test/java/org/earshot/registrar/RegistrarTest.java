package org.earshot.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sip.header.ContactHeader;
import javax.sip.message.Response;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.auth.FakeAuthenticator;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingStore;
import org.earshot.common.location.InMemoryBindingStore;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrarTest {
    private static final LocalDomain DOMAIN =
            new LocalDomain("example.org", Set.of("192.0.2.1"), Set.of(5060), Set.of(5060, 5061));
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");

    private final FakeTimers clock = new FakeTimers();
    private final InMemoryAccountStore accounts = new InMemoryAccountStore(clock);
    private final InMemoryBindingStore bindings = new InMemoryBindingStore(clock);
    private final FakeAuthenticator authenticator = new FakeAuthenticator(accounts, "example.org");
    private final RegistrarConfig config = RegistrarConfig.of(DOMAIN);
    private Registrar registrar =
            new Registrar(
                    bindings, authenticator, RegistrarConfig.of(DOMAIN), this::isReachable, clock);
    private int cSeq;
    private final Set<String> unreachable = new HashSet<>();

    private boolean isReachable(Binding binding) {
        return !unreachable.contains(binding.contact());
    }

    @BeforeEach
    void accounts() {
        accounts.create(ALICE, "Alice");
        accounts.create(new AddressOfRecord("bob", "example.org"), "Bob");
    }

    @Test
    void aContactIsBound() {
        Response response = register("Contact: <sip:alice@192.0.2.4:5070>");

        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(contacts(response)).containsExactly("sip:alice@192.0.2.4:5070 3600");
        assertThat(response.getHeader("Date").toString()).contains("Thu, 01 Jan 2026 00:00:00 GMT");
        Binding binding = bindings.lookup(ALICE).getFirst();
        assertThat(binding.contact()).isEqualTo("sip:alice@192.0.2.4:5070");
        assertThat(binding.expiresAt()).isEqualTo(clock.instant().plusSeconds(3600));
        assertThat(binding.flow()).isEqualTo(RecordedRequest.udpFlow());
        assertThat(binding.userAgent()).isEqualTo("Desk/1.0");
    }

    @Test
    void allContactsOfTheAddressAreListedWithWhatIsLeftOfThem() {
        register("Contact: <sip:alice@192.0.2.4>;q=0.5\nExpires: 600");
        clock.advance(Duration.ofSeconds(100));

        Response response =
                register("Contact: <sip:alice@192.0.2.5>;expires=90, <sip:alice@192.0.2.6>;q=0.7");

        assertThat(contacts(response))
                .containsExactly(
                        "sip:alice@192.0.2.5 90",
                        "sip:alice@192.0.2.6 3600",
                        "sip:alice@192.0.2.4 500");
        assertThat(response.toString()).contains("q=0.700").contains("q=0.500");
    }

    @ParameterizedTest(name = "{0} asked for gives {1}")
    @CsvSource({"60, 60", "3600, 3600", "7200, 7200", "7201, 7200", "999999999, 7200"})
    void expiryIsCapped(int asked, int granted) {
        Response response = register("Contact: <sip:alice@192.0.2.4>;expires=" + asked);
        assertThat(contacts(response)).containsExactly("sip:alice@192.0.2.4 " + granted);
    }

    @Test
    void aPhoneSaysThatItTakesCpim() {
        register("Contact: <sip:alice@192.0.2.4>;type=\"text/plain, Message/CPIM\"");
        assertThat(bindings.lookup(ALICE).getFirst().takesCpim()).isTrue();
        register("Contact: <sip:alice@192.0.2.4>;type=\"text/plain\"");
        assertThat(bindings.lookup(ALICE).getFirst().takesCpim()).isFalse();
    }

    @Test
    void aPhoneSaysThatItWantsHistory() {
        register("Contact: <sip:alice@192.0.2.4>;+org.earshot.history");
        assertThat(bindings.lookup(ALICE).getFirst().wantsHistory()).isTrue();
        register("Contact: <sip:alice@192.0.2.4>");
        assertThat(bindings.lookup(ALICE).getFirst().wantsHistory()).isFalse();
    }

    @Test
    void ourPhoneGetsANoticeForItsUserWhereThereIsOne() {
        String ours = "Contact: <sip:alice@192.0.2.4>;+org.earshot.history";
        assertThat(register(ours).toString()).doesNotContain("Earshot-Notice");
        registrar =
                new Registrar(
                        bindings,
                        authenticator,
                        config.withNotice("Messages may be reviewed, \"all\" of them: naïve?"),
                        _ -> true,
                        clock);
        assertThat(register(ours).toString())
                .contains("Earshot-Notice: Messages may be reviewed, \"all\" of them: naïve?\r\n");
        assertThat(register("Contact: <sip:alice@192.0.2.5>").toString())
                .doesNotContain("Earshot-Notice");
    }

    @Test
    void tooShortIsRefusedWithTheMinimum() {
        Response response = register("Contact: <sip:alice@192.0.2.4>\nExpires: 59");

        assertThat(response.getStatusCode()).isEqualTo(423);
        assertThat(response.getHeader("Min-Expires").toString()).contains("60");
        assertThat(bindings.lookup(ALICE)).isEmpty();
    }

    @Test
    void oneContactTooShortChangesNothing() {
        Response response =
                register("Contact: <sip:alice@192.0.2.4>, <sip:alice@192.0.2.5>;expires=1");

        assertThat(response.getStatusCode()).isEqualTo(423);
        assertThat(bindings.lookup(ALICE)).isEmpty();
    }

    @Test
    void expiresZeroTakesOneAway() {
        register("Contact: <sip:alice@192.0.2.4>, <sip:alice@192.0.2.5>");

        Response response = register("Contact: <sip:alice@192.0.2.4>;expires=0");

        assertThat(contacts(response)).containsExactly("sip:alice@192.0.2.5 3600");
    }

    @Test
    void theStarTakesAllAway() {
        register("Contact: <sip:alice@192.0.2.4>, <sip:alice@192.0.2.5>");

        Response response = register("Contact: *\nExpires: 0");

        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(contacts(response)).isEmpty();
        assertThat(bindings.lookup(ALICE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contact: *",
                "Contact: *\nExpires: 60",
                "Contact: *\nContact: <sip:alice@192.0.2.4>\nExpires: 0",
                "Contact: <mailto:alice@example.org>",
                "Contact: <tel:+4930123456>",
                "Contact: <sip:alice@192.0.2.4>;q=1.5",
                "Contact: <sip:alice@192.0.2.4>;q=nan",
                "Contact: <sip:alice@192.0.2.4?Route=x>",
                "Contact: <sip:alice@192.0.2.4;method=BYE>",
                "Contact: <sip:alice@192.0.2.4>, <sip:alice@192.0.2.4>",
                "Contact: <sip:alice@192.0.2.4>;+sip.instance=\"<urn:uuid:1>\";reg-id=0",
            })
    void whatCanNotBeMeantIs400(String contact) {
        register("Contact: <sip:alice@192.0.2.9>");

        Response response = register(contact);

        assertThat(response.getStatusCode()).isEqualTo(400);
        assertThat(bindings.lookup(ALICE)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@127.0.0.1:5080",
                "sip:alice@localhost:5080",
                "sip:alice@[::1]:5080",
                "sip:alice@0.0.0.0:5080",
                "sip:alice@224.0.0.1",
                "sip:alice@example.org",
                "sip:alice@192.0.2.1:5060",
                "sip:alice@192.0.2.1",
                "sips:alice@192.0.2.1",
                "sip:alice@127.1:5080",
                "sip:alice@[::ffff:127.0.0.1]:5080",
                "sip:alice@203.0.113.5;maddr=127.0.0.1",
                "sip:alice@203.0.113.5;maddr=localhost",
                "sip:alice@203.0.113.5;maddr=192.0.2.1",
                "sip:alice@phone.example.net:5061;maddr=EXAMPLE.ORG.",
            })
    void aContactThatLeadsAstrayIs403(String uri) {
        assertThat(register("Contact: <" + uri + ">").getStatusCode()).isEqualTo(403);
        assertThat(bindings.lookup(ALICE)).isEmpty();
    }

    @Test
    void aNameIsTakenForNowForWhatItMeansIsSeenWhenSomethingIsSentThere() {
        assertThat(register("Contact: <sip:alice@phone.example.net>").getStatusCode())
                .isEqualTo(200);
        assertThat(
                        register("Contact: <sip:alice@df7jal23ls0d.invalid;transport=tls>")
                                .getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void aPhoneOnTheSameMachineMayRegisterItsLoopbackAddress() {
        Flow local = RecordedRequest.flow(Transport.UDP, "127.0.0.1", 5080, 0);
        Response response =
                RecordedRequest.of(text("Contact: <sip:alice@127.0.0.1:5080>"), local)
                        .handledBy(registrar)
                        .finalResponse();
        assertThat(response.getStatusCode()).isEqualTo(200);
    }

    @Test
    void aQueryTellsAndChangesNothing() {
        register("Contact: <sip:alice@192.0.2.4>");
        clock.advance(Duration.ofMinutes(10));

        assertThat(contacts(register(""))).containsExactly("sip:alice@192.0.2.4 3000");
    }

    @Test
    void anOlderRequestOfTheSameCallIdIsRefusedAndChangesNothing() {
        register("Contact: <sip:alice@192.0.2.4>");
        register("Contact: <sip:alice@192.0.2.4>;q=0.3, <sip:alice@192.0.2.5>");
        cSeq = 1;

        Response late = register("Contact: <sip:alice@192.0.2.9>, <sip:alice@192.0.2.4>;q=0.9");

        assertThat(late.getStatusCode()).isEqualTo(500);
        assertThat(bindings.lookup(ALICE))
                .extracting(Binding::contact)
                .containsExactly("sip:alice@192.0.2.5", "sip:alice@192.0.2.4");
        cSeq = 1;
        assertThat(register("Contact: *\nExpires: 0").getStatusCode()).isEqualTo(500);
        assertThat(bindings.lookup(ALICE)).hasSize(2);
    }

    @Test
    void anotherCallIdMayHaveALowerCSeq() {
        register("Contact: <sip:alice@192.0.2.4>");
        register("Contact: <sip:alice@192.0.2.4>");
        cSeq = 0;

        Response response =
                send(
                        with(
                                t -> t.replace("Call-ID: 1@phone", "Call-ID: 2@phone"),
                                "Contact: <sip:alice@192.0.2.4>;expires=99"));

        assertThat(contacts(response)).containsExactly("sip:alice@192.0.2.4 99");
    }

    @Test
    void aPhoneThatNamesItsInstanceKeepsOneBindingForEachOfItsFlows() {
        String instance = ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"";
        register("Supported: outbound, path\nContact: <sip:alice@192.0.2.4:1>;reg-id=1" + instance);
        register("Supported: outbound, path\nContact: <sip:alice@192.0.2.4:2>;reg-id=2" + instance);

        Response response =
                register(
                        "Supported: outbound, path\nContact: <sip:alice@192.0.2.4:3>;reg-id=1"
                                + instance);

        assertThat(contacts(response))
                .containsExactlyInAnyOrder(
                        "sip:alice@192.0.2.4:2 3600", "sip:alice@192.0.2.4:3 3600");
        assertThat(response.toString())
                .contains("Require: outbound")
                .contains("Flow-Timer: 120")
                .contains("reg-id=1")
                .contains("+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"");
    }

    @Test
    void theInstanceOfAnotherPhoneIsNotTold() {
        register("Contact: <sip:alice@192.0.2.4>;reg-id=1;+sip.instance=\"<urn:uuid:one>\"");
        Response response =
                register(
                        "Contact: <sip:alice@192.0.2.5>;reg-id=1;+sip.instance=\"<urn:uuid:two>\"");
        assertThat(contacts(response))
                .containsExactlyInAnyOrder("sip:alice@192.0.2.4 3600", "sip:alice@192.0.2.5 3600");
        assertThat(response.toString()).contains("urn:uuid:two").doesNotContain("urn:uuid:one");
        assertThat(register("").toString()).doesNotContain("urn:uuid");
    }

    @Test
    void outboundIsNotRequiredOfAPhoneThatDoesNotKnowIt() {
        Response response =
                register("Contact: <sip:alice@192.0.2.4>;reg-id=1;+sip.instance=\"<urn:uuid:1>\"");
        assertThat(response.toString()).doesNotContain("Require:").doesNotContain("Flow-Timer");
    }

    @Test
    void pathIsKeptForAPhoneThatKnowsIt() {
        Response response =
                register(
                        "Supported: path\nPath: <sip:edge.example.org;lr>\n"
                                + "Contact: <sip:alice@192.0.2.4>");

        assertThat(response.getHeader("Path").toString()).contains("<sip:edge.example.org;lr>");
        assertThat(bindings.lookup(ALICE).getFirst().path())
                .containsExactly("<sip:edge.example.org;lr>");
    }

    @Test
    void pathWithoutSupportedIs421() {
        Response response =
                register("Path: <sip:edge.example.org;lr>\nContact: <sip:alice@192.0.2.4>");
        assertThat(response.getStatusCode()).isEqualTo(421);
        assertThat(response.getHeader("Require").toString()).contains("path");
    }

    @Test
    void whatIsRequiredAndUnknownIsNamed() {
        Response response =
                register("Require: outbound, frobnicate, 100rel\nContact: <sip:alice@192.0.2.4>");
        assertThat(response.getStatusCode()).isEqualTo(420);
        assertThat(response.toString())
                .contains("frobnicate")
                .contains("100rel")
                .doesNotContain("outbound");
    }

    @Test
    void withoutCredentialsItIsChallenged() {
        Response response =
                send(
                        with(
                                t -> t.replaceAll("Authorization: .*\n", ""),
                                "Contact: <sip:alice@192.0.2.4>"));
        assertThat(response.getStatusCode()).isEqualTo(401);
        assertThat(response.getHeader("WWW-Authenticate")).isNotNull();
        assertThat(bindings.lookup(ALICE)).isEmpty();
    }

    @Test
    void nobodyRegistersForSomebodyElse() {
        Response response =
                send(
                        with(
                                t -> t.replace("username=\"alice\"", "username=\"bob\""),
                                "Contact: <sip:alice@192.0.2.4>"));
        assertThat(response.getStatusCode()).isEqualTo(403);
        assertThat(bindings.lookup(ALICE)).isEmpty();
    }

    @ParameterizedTest(name = "{0} in place of {1} is {2}")
    @CsvSource({
        "REGISTER sip:example.com, REGISTER sip:example.org, 403",
        "REGISTER tel:+491234, REGISTER sip:example.org, 416",
        "To: <sip:alice@example.com>, To: <sip:alice@example.org>, 404",
        "To: <sip:example.org>, To: <sip:alice@example.org>, 400",
    })
    void onlyOurDomain(String instead, String of, int status) {
        Response response =
                send(with(t -> t.replace(of, instead), "Contact: <sip:alice@192.0.2.4>"));
        assertThat(response.getStatusCode()).isEqualTo(status);
    }

    @Test
    void oneAddressHasNotMoreContactsThanTheLimit() {
        for (int i = 1; i <= config.maxContacts(); i++) {
            assertThat(
                            register("Contact: <sip:alice@192.0.2.4:" + (6000 + i) + ">")
                                    .getStatusCode())
                    .isEqualTo(200);
        }
        Response response = register("Contact: <sip:alice@192.0.2.4:7000>");
        assertThat(response.getStatusCode()).isEqualTo(403);
        assertThat(response.getReasonPhrase()).contains("10 contacts");
        assertThat(register("Contact: <sip:alice@192.0.2.4:6001>").getStatusCode()).isEqualTo(200);
    }

    @Test
    void whatCanNotBeReachedAnyMoreKeepsNobodyOut() {
        for (int i = 1; i <= config.maxContacts(); i++) {
            clock.advance(Duration.ofSeconds(1));
            register("Contact: <sip:alice@192.0.2.4:" + (6000 + i) + ">");
        }
        unreachable.add("sip:alice@192.0.2.4:6003");
        unreachable.add("sip:alice@192.0.2.4:6002");
        Response response = register("Contact: <sip:alice@192.0.2.4:7000>");
        assertThat(contacts(response))
                .hasSize(config.maxContacts())
                .anyMatch(contact -> contact.contains(":7000"))
                .anyMatch(contact -> contact.contains(":6003"))
                .noneMatch(contact -> contact.contains(":6002"));
        register("Contact: <sip:alice@192.0.2.4:7001>");
        assertThat(register("Contact: <sip:alice@192.0.2.4:7002>").getStatusCode()).isEqualTo(403);
    }

    @Test
    void aContactOfAbsurdLengthIsRefused() {
        assertThat(
                        register("Contact: <sip:alice@192.0.2.4;x=" + "y".repeat(600) + ">")
                                .getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void whileTheStoreIsAwayThePhoneIsToldToComeBack() {
        registrar = new Registrar(new BrokenStore(), authenticator, config, _ -> true, clock);

        Response response = register("Contact: <sip:alice@192.0.2.4>");

        assertThat(response.getStatusCode()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After").toString()).contains("5");
    }

    @Test
    void nothingButARejectionComesOfRandomContacts() {
        Random random = new Random(20261123);
        String alphabet = "<>sip:@;=\"*,.%?0159alq+- []";
        for (int i = 0; i < 2000; i++) {
            StringBuilder contact = new StringBuilder("Contact: ");
            for (int j = random.nextInt(40); j >= 0; j--) {
                contact.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            RecordedRequest request;
            try {
                request = RecordedRequest.of(text(contact.toString()));
            } catch (IllegalArgumentException e) {
                continue; // the parser's business
            }
            int status = request.handledBy(registrar).finalResponse().getStatusCode();
            assertThat(status).as(contact.toString()).isIn(200, 400, 403, 423);
        }
    }

    private Response register(String headers) {
        return send(text(headers));
    }

    private Response send(String text) {
        return RecordedRequest.of(text).handledBy(registrar).finalResponse();
    }

    private String with(UnaryOperator<String> change, String headers) {
        return change.apply(text(headers));
    }

    private String text(String headers) {
        cSeq++;
        return """
        REGISTER sip:example.org SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK%d
        Max-Forwards: 70
        From: <sip:alice@example.org>;tag=1
        To: <sip:alice@example.org>
        Call-ID: 1@phone
        CSeq: %d REGISTER
        User-Agent: Desk/1.0
        Authorization: Digest username="alice", realm="example.org", nonce="1", uri="sip:example.org", response="1"
        """
                        .formatted(cSeq, cSeq)
                + (headers.isEmpty() ? "" : headers + "\n");
    }

    private static List<String> contacts(Response response) {
        List<String> contacts = new ArrayList<>();
        Iterator<?> headers = response.getHeaders("Contact");
        while (headers.hasNext()) {
            ContactHeader contact = (ContactHeader) headers.next();
            contacts.add(contact.getAddress().getURI() + " " + contact.getExpires());
        }
        return contacts;
    }

    private static final class BrokenStore implements BindingStore {
        @Override
        public List<Binding> lookup(AddressOfRecord address) {
            throw new StoreUnavailableException("away", null);
        }

        @Override
        public List<Binding> update(AddressOfRecord address, UnaryOperator<List<Binding>> change) {
            throw new StoreUnavailableException("away", null);
        }

        @Override
        public int removeExpired() {
            return 0;
        }

        @Override
        public List<AddressOfRecord> addresses() {
            return List.of();
        }

        @Override
        public Totals totals() {
            return new Totals(0, 0);
        }
    }
}
