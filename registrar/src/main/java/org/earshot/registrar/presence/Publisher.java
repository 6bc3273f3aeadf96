package org.earshot.registrar.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;
import org.earshot.common.location.Binding;
import org.earshot.common.location.LocationService;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.Pidf;
import org.earshot.common.presence.PublishedPresence;
import org.earshot.common.quality.QualityReport;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipRejection;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.Publication;
import org.earshot.registrar.presence.store.PublicationStore;
import org.earshot.registrar.presence.watch.PublicationsByFlow;
import org.earshot.registrar.presence.watch.PublishedState;

/// Answers PUBLISH (RFC 3903): what a phone says of its user, and of calls. Thread-safe. Runs on the
/// request's queue, where it may wait for the store.
final class Publisher implements RequestHandler {
    private static final List<EventPackage> PUBLISHED =
            List.of(EventPackage.PRESENCE, EventPackage.CONTACT_LIST, EventPackage.PRESENCE_RULES);

    /// What an account may publish. Each change is stored, told to watchers, and may be in the record for years.
    private static final TokenBucket.Limit RATE = new TokenBucket.Limit(5, 50);

    private final PublicationStore publications;
    private final LocationService location;
    private final RequestAuthenticator authenticator;
    private final PublicationsByFlow byFlow;
    private final ContactListPublisher contacts;
    private final RulePublisher rules;
    private final QualityPublisher reports;
    private final PresenceConfig config;
    private final PublishedWords words;
    private final InstantSource clock;
    private final RateLimit<AccountId> rate;
    private final SecureRandom random = new SecureRandom();

    Publisher(
            PublicationStore publications,
            LocationService location,
            PublicationsByFlow byFlow,
            RequestAuthenticator authenticator,
            ContactListPublisher contacts,
            RulePublisher rules,
            QualityPublisher reports,
            PresenceConfig config,
            PublishedWords words,
            InstantSource clock) {
        this.publications = publications;
        this.location = location;
        this.byFlow = byFlow;
        this.authenticator = authenticator;
        this.contacts = contacts;
        this.rules = rules;
        this.reports = reports;
        this.config = config;
        this.words = words;
        this.clock = clock;
        this.rate = new RateLimit<>(RATE, clock);
    }

    @Override
    public void handle(InboundRequest inbound) throws SipRejection {
        Request request = inbound.message();
        Account account = Fields.sender(inbound, authenticator);
        if (reports.takes(request)) {
            reports.accept(inbound, account, newTag());
            return;
        }
        checkOwn(request, account);
        if (!rate.tryTake(account.id())) {
            throw new SipRejection(
                    Response.SERVICE_UNAVAILABLE,
                    "Too Many Publications",
                    Fields.seconds("Retry-After", config.retryAfter()));
        }
        Fields.checkRequire(request, List.of());
        Optional<EventPackage> event = SubscribeReader.event(request);
        if (event.filter(PUBLISHED::contains).isEmpty()) {
            throw new SipRejection(
                    Response.BAD_EVENT,
                    "Bad Event",
                    Stream.concat(
                                    PUBLISHED.stream().map(EventPackage::token),
                                    reports.isOpen()
                                            ? Stream.of(QualityReport.EVENT)
                                            : Stream.empty())
                            .map(token -> Fields.header("Allow-Events", token))
                            .toArray(Header[]::new));
        }
        if (event.orElseThrow() == EventPackage.CONTACT_LIST) {
            contacts.accept(inbound, account);
            return;
        }
        if (event.orElseThrow() == EventPackage.PRESENCE_RULES) {
            rules.accept(inbound, account, newTag());
            return;
        }
        List<Binding> phones = location.lookup(account.address());
        PublishRequest wanted =
                read(request, phones.stream().anyMatch(one -> isOver(one.flow(), inbound.flow())));
        recordWords(inbound, account, wanted);
        update(account.address(), wanted);
        byFlow.published(
                account.address(),
                wanted.ifMatch(),
                Optional.of(wanted.etag()).filter(_ -> !wanted.expires().isZero()),
                inbound.flow(),
                !phones.isEmpty());
        Response ok = inbound.createResponse(Response.OK, "OK");
        ok.setHeader(Fields.seconds("Expires", wanted.expires()));
        ok.setHeader(Fields.header("SIP-ETag", wanted.etag()));
        inbound.respond(ok);
    }

    /// Whether two flows lead to one phone: over UDP, and after a restart, the peer's end tells.
    private static boolean isOver(Flow phone, Flow other) {
        return phone.transport() == other.transport() && phone.remote().equals(other.remote());
    }

    /// One publishes for oneself only.
    private static void checkOwn(Request request, Account account) throws SipRejection {
        Optional<AddressOfRecord> own = Optional.of(account.address());
        boolean uri =
                request.getRequestURI() instanceof SipURI sip
                        && AddressOfRecord.of(sip)
                                .map(AddressOfRecord::user)
                                .equals(own.map(AddressOfRecord::user));
        if (!uri || !AddressOfRecord.of(Fields.to(request).getAddress().getURI()).equals(own)) {
            throw new SipRejection(Response.FORBIDDEN, "Not Your Address");
        }
    }

    private PublishRequest read(Request request, boolean ofDevice) throws SipRejection {
        Optional<String> ifMatch = Fields.value(request, "SIP-If-Match");
        Duration expires = Fields.granted(request, config);
        byte[] body = Fields.body(request, config);
        if (body.length == 0) {
            // RFC 3903 §4.1: the first one says something, a refresh and a removal name what they
            // mean
            if (ifMatch.isEmpty()) {
                throw new SipRejection(Response.BAD_REQUEST, "Neither Body Nor SIP-If-Match");
            }
            return new PublishRequest(
                    ifMatch, Optional.empty(), List.of(), expires, newTag(), ofDevice);
        }
        if (!Fields.contentType(request).equals(Pidf.CONTENT_TYPE)) {
            throw Fields.unsupportedType(Pidf.CONTENT_TYPE);
        }
        List<String> words;
        try {
            words = PublishedPresence.parse(body).words();
        } catch (MalformedPayloadException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Bad Presence Document");
        }
        return new PublishRequest(
                ifMatch, Optional.of(new String(body, UTF_8)), words, expires, newTag(), ofDevice);
    }

    /// Of what is going to be published, unless the same publication says the same already.
    private void recordWords(InboundRequest inbound, Account account, PublishRequest wanted)
            throws SipRejection {
        List<String> said = wanted.words();
        if (said.isEmpty() || wanted.expires().isZero()) {
            return;
        }
        if (wanted.ifMatch().isPresent()) {
            Optional<Publication> before =
                    publications.lookup(account.address()).stream()
                            .filter(one -> one.etag().equals(wanted.ifMatch().get()))
                            .findFirst();
            if (before.isEmpty()) {
                throw noMatch();
            }
            if (PublishedState.read(before.get().body()).words().equals(said)) {
                return;
            }
        }
        words.publishing(inbound, account, said);
    }

    private static SipRejection noMatch() {
        return new SipRejection(Response.CONDITIONAL_REQUEST_FAILED, "Conditional Request Failed");
    }

    private void update(AddressOfRecord address, PublishRequest wanted) throws SipRejection {
        AtomicReference<PublishRequest.Result> result = new AtomicReference<>();
        publications.update(
                address,
                current -> {
                    PublishRequest.Result outcome =
                            wanted.apply(current, clock.instant(), config.maxPublications());
                    result.set(outcome);
                    return outcome instanceof PublishRequest.Result.Updated updated
                            ? updated.publications()
                            : current;
                });
        if (result.get() instanceof PublishRequest.Result.NoMatch) {
            throw noMatch();
        }
    }

    private String newTag() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
