package org.earshot.registrar.presence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sip.header.CSeqHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.event.Nodes;
import org.earshot.common.stack.Dialog;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.SipRejection;
import org.earshot.registrar.presence.state.Views;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.RuleStore;
import org.earshot.registrar.presence.store.Subscription;
import org.earshot.registrar.presence.store.Subscription.ListKind;
import org.earshot.registrar.presence.store.SubscriptionStore;
import org.earshot.registrar.presence.store.Verdict;
import org.earshot.registrar.presence.watch.OwnContact;
import org.earshot.registrar.presence.watch.Watches;

/// Answers SUBSCRIBE (RFC 6665 §4.2.1): the subscription is in the store before the 200, and the NOTIFY follows it.
/// Thread-safe, and without state of its own. Runs on the request's queue, where it may wait for the stores.
final class Subscriber implements RequestHandler {
    private final Stores stores;
    private final WithheldFlows withheld;
    private final Watches watches;
    private final OwnContact contact;
    private final RequestAuthenticator authenticator;
    private final Views views;
    private final Nodes nodes;
    private final PresenceConfig config;
    private final Consumer<Subscription> onBegin;
    private final InstantSource clock;
    private final SubscribeReader reader;

    /// Where it looks things up.
    record Stores(AccountStore accounts, SubscriptionStore subscriptions, RuleStore rules) {}

    /// @param onBegin is told of each new subscription
    Subscriber(
            Stores stores,
            WithheldFlows withheld,
            Watches watches,
            OwnContact contact,
            RequestAuthenticator authenticator,
            Nodes nodes,
            PresenceConfig config,
            Consumer<Subscription> onBegin,
            InstantSource clock) {
        this.stores = stores;
        this.withheld = withheld;
        this.watches = watches;
        this.contact = contact;
        this.authenticator = authenticator;
        this.views = new Views(config.consent());
        this.nodes = nodes;
        this.config = config;
        this.onBegin = onBegin;
        this.clock = clock;
        this.reader = new SubscribeReader(config);
    }

    @Override
    public void handle(InboundRequest inbound) throws SipRejection {
        Account watcher = Fields.sender(inbound, authenticator);
        if (Fields.to(inbound.message()).getTag() != null) {
            again(inbound, watcher);
        } else {
            begin(inbound, watcher);
        }
    }

    private void begin(InboundRequest inbound, Account watcher) throws SipRejection {
        SubscribeRequest wanted = reader.read(inbound);
        if (wanted.list() == ListKind.NONE) {
            checkResource(wanted, watcher.address());
        } else if (wanted.event() != EventPackage.PRESENCE
                && wanted.event() != EventPackage.DIALOG) {
            throw Fields.badEvent();
        }
        if (wanted.event() == EventPackage.CONTACT_LIST
                || wanted.event() == EventPackage.PRESENCE_RULES) {
            withheld.check(inbound, watcher.address());
        }
        Response ok = inbound.createResponse(Response.OK, "OK");
        Subscription subscription = subscription(inbound, ok, wanted, watcher.address());
        complete(ok, subscription, wanted.expires());
        if (wanted.expires().isZero()) {
            inbound.respond(ok);
            watches.fetch(subscription);
            return;
        }
        checkLimits(watcher.address());
        stores.subscriptions().put(subscription);
        inbound.respond(ok);
        watches.tell(subscription);
        onBegin.accept(subscription);
    }

    private void checkResource(SubscribeRequest wanted, AddressOfRecord watcher)
            throws SipRejection {
        AddressOfRecord resource = wanted.resource();
        if (stores.accounts().find(resource).isEmpty()) {
            throw new SipRejection(Response.NOT_FOUND, "Not Found");
        }
        if (views.verdict(wanted.event(), resource, watcher, stores.rules().rulesOf(resource))
                == Verdict.BLOCK) {
            throw new SipRejection(Response.FORBIDDEN, "Not For You");
        }
    }

    private void checkLimits(AddressOfRecord watcher) throws SipRejection {
        if (watches.size() >= config.maxSubscriptions()) {
            throw new SipRejection(
                    Response.SERVICE_UNAVAILABLE,
                    "Too Many Subscriptions",
                    Fields.seconds("Retry-After", config.retryAfter()));
        }
        if (stores.subscriptions().countOf(watcher) >= config.maxSubscriptionsPerAccount()) {
            throw new SipRejection(
                    Response.FORBIDDEN,
                    "At Most " + config.maxSubscriptionsPerAccount() + " Subscriptions");
        }
    }

    private Subscription subscription(
            InboundRequest inbound, Response ok, SubscribeRequest wanted, AddressOfRecord watcher)
            throws SipRejection {
        Request request = inbound.message();
        FromHeader from = (FromHeader) request.getHeader(FromHeader.NAME);
        String ourTag = ((ToHeader) ok.getHeader(ToHeader.NAME)).getTag();
        Instant now = clock.instant();
        return new Subscription(
                new Dialog.Id(inbound.callId(), ourTag, from.getTag()),
                wanted.event(),
                wanted.eventId(),
                wanted.resource(),
                watcher,
                wanted.list(),
                wanted.members(),
                Fields.to(request).getAddress().getURI().toString(),
                from.getAddress().getURI().toString(),
                wanted.contact(),
                wanted.routes(),
                wanted.sequence(),
                inbound.flow(),
                nodes.self(),
                now,
                now.plus(wanted.expires()),
                0);
    }

    /// Another SUBSCRIBE in its dialog: it goes on, or ends.
    private void again(InboundRequest inbound, Account watcher) throws SipRejection {
        Request request = inbound.message();
        Dialog.Id id = Dialog.Id.ofInbound(request);
        Optional<Subscription> known = stores.subscriptions().find(id).map(this::asTold);
        if (known.isEmpty()
                || !SubscribeReader.event(request).equals(Optional.of(known.get().event()))) {
            throw new SipRejection(
                    Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, "Subscription Does Not Exist");
        }
        Subscription before = known.get();
        Fields.checkRequire(request, SubscribeReader.EXTENSIONS);
        if (!before.watcher().equals(watcher.address())) {
            throw new SipRejection(Response.FORBIDDEN, "Not Your Subscription");
        }
        long sequence = ((CSeqHeader) request.getHeader(CSeqHeader.NAME)).getSeqNumber();
        if (sequence <= before.remoteSequence()) {
            throw new SipRejection(Response.SERVER_INTERNAL_ERROR, "CSeq Out Of Order");
        }
        Duration expires = Fields.granted(request, config);
        Subscription after =
                before.refreshed(
                        request.getHeader("Contact") == null
                                ? before.contact()
                                : SubscribeReader.contact(request),
                        sequence,
                        inbound.flow(),
                        nodes.self(),
                        members(request, before),
                        clock.instant().plus(expires));
        Response ok = inbound.createResponse(Response.OK, "OK");
        complete(ok, after, expires);
        if (expires.isZero()) {
            if (!before.node().equals(nodes.self())) {
                var _ = stores.subscriptions().adopt(before, nodes.self()); // to be ended here
            }
            inbound.respond(ok);
            watches.end(after);
            return;
        }
        stores.subscriptions().put(after);
        inbound.respond(ok);
        watches.tell(after);
        watches.refreshed(after);
    }

    /// What this node tells, it knows best; where another node went on, what is here is old.
    private Subscription asTold(Subscription stored) {
        return stored.node().equals(nodes.self())
                ? watches.find(stored.id()).orElse(stored)
                : stored;
    }

    /// A list that came with the subscription may come again, or another one in its place (RFC 5367 §5).
    private List<AddressOfRecord> members(Request request, Subscription before)
            throws SipRejection {
        if (before.list() != ListKind.GIVEN) {
            return before.members();
        }
        List<AddressOfRecord> members = reader.members(request);
        return members.isEmpty() ? before.members() : members;
    }

    private void complete(Response ok, Subscription subscription, Duration expires) {
        ok.setHeader(Fields.seconds("Expires", expires));
        ok.setHeader(
                SipMessages.headers()
                        .createContactHeader(
                                SipMessages.addresses()
                                        .createAddress(contact.of(subscription.flow()))));
        for (var allowed : List.of(Fields.allowEvents())) {
            ok.addHeader(allowed);
        }
        if (subscription.list() != ListKind.NONE) {
            ok.addHeader(Fields.header("Require", "eventlist"));
        }
    }
}
