package org.earshot.proxy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import org.earshot.common.account.Account;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.proxy.route.Trunk;

/// A request on its way through the [RequestStep]s, and what they found out. Confined to the request's queue.
final class RequestInProgress {
    private final InboundRequest inbound;
    private final Request message;
    private final DialogId dialogId;
    private final boolean trusted;
    private final Instant receivedAt;
    private String loopSuffix = "";
    private Optional<RouteTokens.Verified> dialog = Optional.empty();
    private Optional<Account> sender = Optional.empty();
    private List<Target> targets = List.of();
    private Optional<Trunk> trunk = Optional.empty();
    private boolean oneByOne;
    private boolean booked;

    RequestInProgress(InboundRequest inbound, boolean trusted, Instant receivedAt) {
        this.inbound = inbound;
        this.message = SipMessages.copy(inbound.message());
        this.dialogId = DialogId.of(message);
        this.trusted = trusted;
        this.receivedAt = receivedAt;
    }

    /// As it came in.
    InboundRequest inbound() {
        return inbound;
    }

    /// Our copy, on its way to become what is forwarded.
    Request message() {
        return message;
    }

    DialogId dialogId() {
        return dialogId;
    }

    boolean isAck() {
        return inbound.method().equals(Request.ACK);
    }

    /// Whether it came from a network that is neither challenged nor checked.
    boolean isTrusted() {
        return trusted;
    }

    /// When it came.
    Instant receivedAt() {
        return receivedAt;
    }

    /// Whether it begins a call.
    boolean beginsCall() {
        return inbound.method().equals(Request.INVITE) && !dialogId.hasToTag();
    }

    /// What our branches end with, so that we know the request again.
    String loopSuffix() {
        return loopSuffix;
    }

    void loopSuffix(String suffix) {
        loopSuffix = suffix;
    }

    /// Between whom the dialog is in which it was sent, where our own Record-Route shows that.
    Optional<RouteTokens.Verified> dialog() {
        return dialog;
    }

    void dialog(RouteTokens.Verified verified) {
        dialog = Optional.of(verified);
    }

    /// The account that sent it; empty if it is trusted, an ACK, or not known yet.
    Optional<Account> sender() {
        return sender;
    }

    void sender(Account account) {
        sender = Optional.of(account);
    }

    /// The trunk that it comes from.
    Optional<Trunk> trunk() {
        return trunk;
    }

    void trunk(Trunk from) {
        trunk = Optional.of(from);
    }

    /// Whether it counts among the calls with the outside.
    boolean isBooked() {
        return booked;
    }

    void booked(boolean counts) {
        booked = counts;
    }

    /// Whether its targets are tried one after the other, and not all at once.
    boolean isOneByOne() {
        return oneByOne;
    }

    /// In this order; the next one where the one before could not take it.
    void targetsOneByOne(List<Target> inOrder) {
        targets(inOrder);
        oneByOne = true;
    }

    List<Target> targets() {
        return targets;
    }

    void targets(List<Target> newTargets) {
        targets = List.copyOf(newTargets);
    }
}
