package org.earshot.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.location.Binding;
import org.earshot.common.location.LocationService;
import org.earshot.common.location.PhoneAddress;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.route.Ruling;

/// Who gets a request (RFC 3261 §16.5). One that begins something goes to the bindings of an address in our domain,
/// and nowhere else: we are no open relay. One in a dialog goes to the other party, whom our token names, and
/// nowhere else either.
final class TargetStep implements RequestStep {
    private final LocalDomain domain;
    private final LocationService location;
    private final AccountStore accounts;
    private final RequestSender sender;
    private final EdgeWays edges;
    private final BindingTargets bindingTargets;
    private final OutsideCalls outside;
    private final int maxForks;

    TargetStep(
            ProxyConfig config,
            LocationService location,
            AccountStore accounts,
            RequestSender sender,
            EdgeWays edges,
            OutsideCalls outside) {
        this.outside = outside;
        this.domain = config.domain();
        this.maxForks = config.maxForks();
        this.location = location;
        this.accounts = accounts;
        this.sender = sender;
        this.edges = edges;
        this.bindingTargets = new BindingTargets(sender, edges);
    }

    @Override
    public void apply(RequestInProgress request) throws SipRejection {
        SipURI uri = sipUri(request.message());
        if (request.dialog().isPresent()) {
            Party recipient = request.dialog().get().recipient();
            Target target = toParty(recipient, uri);
            request.targets(
                    List.of(outside.hopTo(recipient, request).map(target::at).orElse(target)));
            return;
        }
        if (request.dialogId().hasToTag()) {
            throw new SipRejection(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, "No Such Dialog");
        }
        if (request.trunk().isPresent()) {
            request.targets(withinBreadth(request, ring(outside.called(request), uri.isSecure())));
            outside.ring(request, request.trunk().get());
            return;
        }
        if (!domain.isUs(uri)) {
            throw new SipRejection(Response.FORBIDDEN, "Relaying Denied");
        }
        AddressOfRecord called = addressOf(uri);
        Optional<Ruling> ruling =
                request.beginsCall() && request.sender().isPresent()
                        ? outside.ruling(called, request.sender().get().address())
                        : Optional.empty();
        if (ruling.isPresent()) {
            dial(request, ruling.get(), uri.isSecure());
        } else {
            request.targets(withinBreadth(request, toBindings(called, uri.isSecure())));
        }
    }

    private void dial(RequestInProgress request, Ruling ruling, boolean secureOnly)
            throws SipRejection {
        switch (ruling) {
            case Ruling.Refused(int status, String why) ->
                    throw outside.refused(
                            status, status == Response.NOT_FOUND ? "Not Found" : "Forbidden", why);
            case Ruling.Inside(String _, List<String> to) ->
                    request.targets(withinBreadth(request, ring(outside.people(to), secureOnly)));
            case Ruling.Out out -> {
                String caller = request.sender().orElseThrow().address().user();
                List<Target> targets =
                        outside.targets(out, caller).stream()
                                .filter(target -> !secureOnly || target.isSecure())
                                .toList();
                if (targets.isEmpty()) {
                    throw outside.refused(
                            Response.NOT_ACCEPTABLE_HERE,
                            "Not Acceptable Here",
                            "a call to sips: needs a trunk by TLS");
                }
                outside.admit(request, out, caller);
                request.targetsOneByOne(targets);
            }
        }
    }

    /// All phones of some people.
    private List<Target> ring(Set<AddressOfRecord> people, boolean secureOnly) throws SipRejection {
        List<Target> targets = new ArrayList<>();
        boolean known = false;
        for (AddressOfRecord one : people) {
            try {
                targets.addAll(toBindings(one, secureOnly));
            } catch (SipRejection e) {
                known |= e.status() != Response.NOT_FOUND; // the others may be there
            }
        }
        if (targets.isEmpty()) {
            throw known
                    ? new SipRejection(Response.TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable")
                    : new SipRejection(Response.NOT_FOUND, "Not Found");
        }
        return targets.subList(0, Math.min(targets.size(), maxForks));
    }

    private static List<Target> withinBreadth(RequestInProgress request, List<Target> targets)
            throws SipRejection {
        int breadth = ValidationStep.breadth(request.message());
        if (targets.size() > breadth) {
            throw new SipRejection(440, "Max-Breadth Exceeded");
        }
        return targets;
    }

    /// For whom a MESSAGE is: an address of our domain, or the other party of the dialog in which it was sent.
    AddressOfRecord recipientOfMessage(RequestInProgress request) throws SipRejection {
        SipURI uri = sipUri(request.message());
        if (request.dialog().isPresent()) {
            return request.dialog()
                    .get()
                    .recipient()
                    .address()
                    .filter(domain::contains)
                    .orElseThrow(() -> new SipRejection(Response.NOT_FOUND, "Not Found"));
        }
        if (!domain.isUs(uri)) {
            throw new SipRejection(Response.FORBIDDEN, "Relaying Denied");
        }
        return addressOf(uri);
    }

    /// Whether a request goes over TLS only: it was sent to `sips:` (RFC 3261 §26.4.4), or has keys in it.
    static boolean isSecureOnly(RequestInProgress request) {
        return (request.message().getRequestURI() instanceof SipURI uri && uri.isSecure())
                || KeyedBody.isIn(request.message());
    }

    private static SipURI sipUri(Request message) throws SipRejection {
        // Undoing strict routing may have brought another URI than the one that was validated.
        if (message.getRequestURI() instanceof SipURI uri) {
            return uri;
        }
        throw new SipRejection(Response.UNSUPPORTED_URI_SCHEME, "Unsupported URI Scheme");
    }

    /// The address of ours that a Request-URI names, also under one of our numeric addresses.
    private AddressOfRecord addressOf(SipURI uri) throws SipRejection {
        return SipMessages.uriUser(uri)
                .filter(user -> !user.isEmpty())
                .map(user -> new AddressOfRecord(user, domain.name()))
                .orElseThrow(() -> new SipRejection(Response.NOT_FOUND, "Not Found"));
    }

    private List<Target> toBindings(AddressOfRecord address, boolean secureOnly)
            throws SipRejection {
        List<Target> targets =
                location.lookup(address).stream()
                        .flatMap(binding -> bindingTargets.of(address, binding).stream())
                        // RFC 3261 §26.4.4: what was sent to sips goes over TLS to the end
                        .filter(target -> !secureOnly || target.isSecure())
                        .limit(maxForks)
                        .toList();
        if (targets.isEmpty()) {
            throw accounts.find(address).isPresent()
                    ? new SipRejection(Response.TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable")
                    : new SipRejection(Response.NOT_FOUND, "Not Found");
        }
        return targets;
    }

    private Target toParty(Party party, SipURI uri) {
        return openConnection(party)
                .map(way -> target(uri, Optional.of(way), party))
                .orElseGet(() -> reachAgain(party, uri));
    }

    private Optional<Way> openConnection(Party party) {
        return party.flow()
                .filter(flow -> flow.transport().isReliable() && sender.isOpen(flow))
                .map(Way::over);
    }

    /// The party came by UDP, or its connection is another node's, or gone: perhaps it has registered anew. Whether one of another node
    /// still stands only that node knows; a binding over it shows that it does.
    private Target reachAgain(Party party, SipURI uri) {
        List<Binding> bindings = bindingsOf(party);
        List<Binding> candidates =
                Stream.of(
                                bindings.stream()
                                        .filter(b -> isContact(b, uri))
                                        .filter(b -> party.flow().equals(Optional.of(b.flow()))),
                                bindings.stream()
                                        .filter(b -> b.flow().transport().isReliable())
                                        .filter(b -> party.flow().equals(Optional.of(b.flow()))),
                                bindings.stream().filter(b -> isContact(b, uri)),
                                // one phone only, with a new Contact since: still the same person
                                bindings.stream()
                                        .filter(_ -> bindings.size() == 1 && !isDatagram(party)))
                        .flatMap(each -> each)
                        .toList();
        // one that a node has left behind leads nowhere
        Optional<Binding> binding =
                candidates.stream()
                        .filter(b -> wayTo(party, b).isPresent())
                        .findFirst()
                        .or(() -> candidates.stream().findFirst());
        Optional<Way> way =
                binding.flatMap(b -> wayTo(party, b))
                        .or(() -> party.flow().flatMap(flow -> withoutBinding(flow, uri)))
                        .or(() -> toTrunk(party));
        return target(
                uri, way, new Party(party.address(), binding.map(Binding::flow).or(party::flow)));
    }

    private Optional<Way> wayTo(Party party, Binding binding) {
        return bindingTargets.of(party.address().orElseThrow(), binding).flatMap(Target::way);
    }

    private static boolean isDatagram(Party party) {
        return party.flow().isPresent() && !party.flow().get().transport().isReliable();
    }

    private List<Binding> bindingsOf(Party party) {
        try {
            return party.address().map(location::lookup).orElse(List.of());
        } catch (StoreUnavailableException e) {
            return List.of(); // a call goes on while the store is away
        }
    }

    /// A party that never registered, such as a trunk.
    private Optional<Way> withoutBinding(Flow flow, SipURI uri) {
        return edges.over(flow).or(() -> byAddress(flow, uri));
    }

    private Optional<Way> toTrunk(Party party) {
        return outside.trunkOf(party).map(trunk -> Way.to(outside.placeOf(trunk)));
    }

    private Optional<Way> byAddress(Flow flow, SipURI uri) {
        if (!flow.transport().isReliable()) {
            return Optional.of(
                    sender.isOpen(flow) ? Way.over(flow) : Way.to(PhoneAddress.of(flow)));
        }
        // Its connection is gone: a new one only to the same machine.
        String host = LocalDomain.canonical(flow.remote().getAddress().getHostAddress());
        return LocalDomain.canonical(uri.getHost()).equals(host)
                ? PhoneAddress.of(uri, flow).map(Way::to)
                : Optional.empty();
    }

    private static boolean isContact(Binding binding, SipURI uri) {
        return BindingTargets.sameContact(binding.contact(), uri);
    }

    private static Target target(SipURI uri, Optional<Way> way, Party party) {
        return new Target(uri, List.of(), way, party);
    }
}
