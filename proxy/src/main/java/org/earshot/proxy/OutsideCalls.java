package org.earshot.proxy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.call.CallKey;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupStore;
import org.earshot.proxy.route.Caller;
import org.earshot.proxy.route.DialRule;
import org.earshot.proxy.route.InboundNumber;
import org.earshot.proxy.route.NumberingPlan;
import org.earshot.proxy.route.RoutingPlan;
import org.earshot.proxy.route.Ruling;
import org.earshot.proxy.route.Trunk;
import org.earshot.proxy.route.TrunkBook;

/// What requests have to do with the outside (docs/decisions/0074): which come from a trunk, and what becomes of a number that somebody
/// of ours dials. Only accounts that logged in call out, and only numbers of ours are called from outside, so nobody is
/// carried from one trunk to another. Thread-safe; may wait for a store.
final class OutsideCalls {
    private static final String ASSERTED = "P-Asserted-Identity";

    /// What a call needs from its begin to its end. A trunk writes nobody messages, and hands no call on.
    private static final List<String> OF_A_CALL =
            List.of(
                    Request.INVITE,
                    Request.ACK,
                    Request.BYE,
                    Request.CANCEL,
                    Request.PRACK,
                    Request.UPDATE,
                    Request.INFO,
                    Request.OPTIONS,
                    Request.NOTIFY);

    private final TrunkBook book;
    private final LocalDomain domain;
    private final AccountStore accounts;
    private final GroupStore groups;
    private final CallTable calls;
    private final BiPredicate<Flow, String> certified;
    private volatile Sources sources = new Sources(RoutingPlan.NONE, Map.of());

    /// Where trunks send from, read once for each plan.
    private record Sources(RoutingPlan of, Map<String, TrustedNetworks> networks) {}

    /// @param certified whether the peer of a connection has shown a trusted certificate of a domain
    OutsideCalls(
            TrunkBook book,
            LocalDomain domain,
            AccountStore accounts,
            GroupStore groups,
            CallTable calls,
            BiPredicate<Flow, String> certified) {
        this.calls = calls;
        this.certified = certified;
        this.book = book;
        this.domain = domain;
        this.accounts = accounts;
        this.groups = groups;
    }

    /// The trunk that a request comes from. One that begins something is an INVITE from one of its addresses, or over a connection on which its
    /// certificate was shown, that says to be nobody of ours; one in a dialog comes from where the trunk answered or called, and says to be nobody of ours either.
    Optional<Trunk> originOf(RequestInProgress request) {
        Flow flow = request.inbound().flow();
        InetAddress source = flow.remote().getAddress();
        if (request.dialogId().hasToTag()) {
            return request.dialog()
                    .map(RouteTokens.Verified::sender)
                    .flatMap(party ->
                            trunkOf(party)
                                    .filter(trunk ->
                                            isFrom(party, source)
                                                    || isTaking(request.dialogId(), source)
                                                    || sends(trunk, flow)))
                    .filter(_ -> !isAccount(request.message()));
        }
        RoutingPlan plan = book.plan();
        return request.beginsCall()
                ? plan.trunks().stream()
                        .filter(trunk -> sends(trunk, flow))
                        .findFirst()
                        .filter(_ -> !isAccount(request.message()))
                : Optional.empty();
    }

    /// Refuses what a trunk may not send although it is one. What it must not be sent is refused where its way is known.
    ///
    /// @throws SipRejection that says why
    void checkMethod(RequestInProgress fromTrunk) throws SipRejection {
        String method = fromTrunk.inbound().method();
        if (method.equals(Request.REFER)) {
            throw noTransfer();
        }
        if (!OF_A_CALL.contains(method)) {
            List<Header> why = new ArrayList<>(List.of(Headers.each("Allow", OF_A_CALL)));
            why.add(Headers.warning(domain.name(), "a trunk carries calls and nothing else"));
            throw new SipRejection(
                    Response.METHOD_NOT_ALLOWED, "Method Not Allowed", why.toArray(Header[]::new));
        }
    }

    /// Whoever carries out a REFER calls at the cost of who it is, past the dial plan.
    private SipRejection noTransfer() {
        return refused(
                Response.FORBIDDEN,
                "Forbidden",
                "calls with the outside are not handed on by REFER: call anew");
    }

    private static boolean isFrom(Party party, InetAddress source) {
        return party.flow().filter(flow -> flow.remote().getAddress().equals(source)).isPresent();
    }

    /// What a trunk was sent does not say yet from where it would answer; the table of calls does.
    private boolean isTaking(DialogId dialog, InetAddress source) {
        return calls.find(dialog).filter(call -> isFrom(call.sender(), source)).isPresent();
    }

    private boolean sends(Trunk trunk, Flow flow) {
        return isIn(trunk, flow.remote().getAddress())
                || (trunk.certified() && certified.test(flow, trunk.domain()));
    }

    private boolean isIn(Trunk trunk, InetAddress source) {
        Sources known = sources;
        RoutingPlan plan = book.plan();
        if (!known.of().equals(plan)) {
            known =
                    new Sources(
                            plan,
                            plan.trunks().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    Trunk::name,
                                                    one -> TrustedNetworks.of(one.from()))));
            sources = known;
        }
        TrustedNetworks networks = known.networks().get(trunk.name());
        return networks != null && networks.contains(source);
    }

    private boolean isAccount(Request message) {
        return from(message)
                .filter(domain::contains)
                .filter(address -> accounts.find(address).isPresent())
                .isPresent();
    }

    private static Optional<AddressOfRecord> from(Request message) {
        return message.getHeader(FromHeader.NAME) instanceof FromHeader from
                ? AddressOfRecord.of(from.getAddress().getURI())
                : Optional.empty();
    }

    /// The trunk at which a party is; empty for phones of ours.
    Optional<Trunk> trunkOf(Party party) {
        return party.address().filter(one -> !domain.contains(one)).flatMap(book::owning);
    }

    /// How a caller from outside is called here: by the number, at the trunk's domain, whatever stood there.
    static AddressOfRecord callerAt(Trunk trunk, Request invite) {
        return trunk.address(from(invite).map(AddressOfRecord::user).orElse("anonymous"));
    }

    /// Takes off what a trunk may not say of who calls: that it is somebody of ours, and, where it is not trusted, anything (RFC 3325 §5).
    void checkIdentity(Request message, Trunk trunk) {
        List<Header> asserted = Headers.all(message, ASSERTED);
        AssertedIdentity.remove(message);
        if (trunk.identity() == Trunk.Identity.ASSERTED) {
            asserted.stream().filter(this::isOfOthers).forEach(message::addHeader);
        }
    }

    private boolean isOfOthers(Header asserted) {
        String text = Headers.value(asserted).toLowerCase(java.util.Locale.ROOT);
        return !text.contains('@' + LocalDomain.canonical(domain.name()));
    }

    /// What becomes of a number that an account dials.
    ///
    /// @param called that the Request-URI names
    /// @return empty: it is not for the dial plan
    Optional<Ruling> ruling(AddressOfRecord called, AddressOfRecord caller) {
        RoutingPlan plan = book.plan();
        if (plan.isEmpty() || NumberingPlan.dialled(called.user()).isEmpty()) {
            return Optional.empty();
        }
        if (!plan.isEmergency(called.user()) && accounts.find(called).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                plan.decide(called.user(), new Caller(caller.user(), isIn(caller))).ruling());
    }

    private Predicate<String> isIn(AddressOfRecord member) {
        return name ->
                groups.find(new AddressOfRecord(name, domain.name()))
                        .flatMap(group -> group.member(member))
                        .isPresent();
    }

    /// In which order, and with whose number.
    ///
    /// @param caller name of the account
    List<Target> targets(Ruling.Out out, String caller) {
        RoutingPlan plan = book.plan();
        return book.inOrder(out.hops()).stream()
                .flatMap(hop -> {
                    AddressOfRecord called = hop.trunk().address(hop.number());
                    TrunkHop at =
                            new TrunkHop(
                                    hop.trunk(),
                                    Optional.of(caller),
                                    Optional.of(plan.numberOf(caller, hop.trunk())),
                                    out.emergency());
                    return book.places(hop.trunk()).stream()
                            .map(place ->
                                    new Target(
                                                    TrunkIdentity.uri(called),
                                                    List.of(),
                                                    Optional.of(Way.to(place)),
                                                    new Party(
                                                            Optional.of(called), Optional.empty()))
                                            .at(at));
                })
                .toList();
    }

    /// Books a call for the account that makes it.
    ///
    /// @throws SipRejection if the account has called enough
    void admit(RequestInProgress invite, Ruling.Out out, String caller) throws SipRejection {
        if (out.emergency()) {
            invite.booked(book.admitEmergency(key(invite), caller));
        } else {
            book(invite, book.admit(key(invite), caller), Response.FORBIDDEN, "Forbidden");
        }
    }

    /// Books a call from a trunk.
    ///
    /// @throws SipRejection if too many ring
    void ring(RequestInProgress invite, Trunk trunk) throws SipRejection {
        // not 503: the trunk would send nothing at all for a while (RFC 3261 §21.5.4)
        book(invite, book.ring(key(invite), trunk), Response.BUSY_HERE, "Busy Here");
    }

    private void book(
            RequestInProgress invite,
            Optional<TrunkBook.Refusal> refusal,
            int status,
            String reason)
            throws SipRejection {
        if (refusal.isPresent()) {
            boolean merged = refusal.get().merged();
            throw refused(
                    merged ? Response.LOOP_DETECTED : status, // RFC 3261 §8.2.2.2
                    merged ? "Merged Request" : reason,
                    refusal.get().why());
        }
        invite.booked(true);
    }

    /// Nobody took a call, or it was given up.
    void release(RequestInProgress invite) {
        if (invite.isBooked()) {
            book.release(key(invite));
        }
    }

    /// A call was answered.
    ///
    /// @param dialog as the caller names it
    void answered(RequestInProgress invite, DialogId dialog) {
        if (invite.isBooked()) {
            book.answered(key(invite), dialog.toTag());
        }
    }

    /// A dialog is over, whoever names it.
    void ended(DialogId dialog) {
        ended(book, dialog);
    }

    static void ended(TrunkBook book, DialogId dialog) {
        book.ended(new CallKey(dialog.callId(), dialog.fromTag()), dialog.toTag());
        book.ended(new CallKey(dialog.callId(), dialog.toTag()), dialog.fromTag());
    }

    /// Whether a trunk knows the call no more, by what came of a BYE: any other answer may come while the call goes on, such as the one to a
    /// CSeq that is too low.
    static boolean isOver(int statusOfBye) {
        return statusOfBye / 100 == 2
                || statusOfBye == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST
                || statusOfBye == Response.REQUEST_TIMEOUT; // RFC 3261 §12.2.1.2
    }

    /// An answer that says why.
    SipRejection refused(int status, String reason, String why) {
        return new SipRejection(status, reason, Headers.warning(domain.name(), why));
    }

    /// How a request in a dialog goes to the other party, if that is at a trunk.
    ///
    /// @throws SipRejection if it is for no trunk
    Optional<TrunkHop> hopTo(Party party, RequestInProgress request) throws SipRejection {
        Optional<Trunk> at = trunkOf(party);
        if (at.isPresent() && request.inbound().method().equals(Request.REFER)) {
            throw noTransfer();
        }
        return at.map(trunk -> {
            Optional<String> account =
                    request.dialog()
                            .flatMap(dialog -> dialog.sender().address())
                            .filter(domain::contains)
                            .map(AddressOfRecord::user);
            return new TrunkHop(
                    trunk, account, account.map(name -> book.plan().numberOf(name, trunk)), true);
        });
    }

    /// Whom a call from a trunk rings: by the number in the Request-URI, else in To, where that has the one that we registered with.
    ///
    /// @return empty: nobody
    Set<AddressOfRecord> called(RequestInProgress invite) {
        return SipMessages.uriUser(invite.message().getRequestURI())
                .flatMap(book.plan()::inbound)
                .or(() ->
                        invite.message().getHeader(ToHeader.NAME) instanceof ToHeader to
                                ? AddressOfRecord.of(to.getAddress().getURI())
                                        .flatMap(one -> book.plan().inbound(one.user()))
                                : Optional.empty())
                .map(InboundNumber::to)
                .map(this::people)
                .orElse(Set.of());
    }

    /// @param names of accounts, or `group:NAME`
    Set<AddressOfRecord> people(List<String> names) {
        Set<AddressOfRecord> people = new LinkedHashSet<>();
        for (String name : names) {
            if (name.startsWith(DialRule.GROUP)) {
                String group = name.substring(DialRule.GROUP.length());
                groups.find(new AddressOfRecord(group, domain.name())).stream()
                        .flatMap(found -> found.members().stream())
                        .map(Group.Member::address)
                        .forEach(people::add);
            } else {
                people.add(new AddressOfRecord(name, domain.name()));
            }
        }
        return people;
    }

    /// A call is about to be tried by a trunk.
    ///
    /// @return whether a line is free
    boolean begin(RequestInProgress invite, TrunkHop hop) {
        return book.begin(key(invite), hop.trunk(), hop.unlimited());
    }

    /// A trunk did not take a call.
    void failed(TrunkHop hop, Optional<Destination> place) {
        book.failed(hop.trunk(), place);
    }

    /// Where a trunk is tried first.
    Destination placeOf(Trunk trunk) {
        return book.places(trunk).getFirst();
    }

    private static CallKey key(RequestInProgress invite) {
        return new CallKey(invite.dialogId().callId(), invite.dialogId().fromTag());
    }
}
