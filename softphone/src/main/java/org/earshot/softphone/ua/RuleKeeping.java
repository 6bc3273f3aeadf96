package org.earshot.softphone.ua;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.PresenceRules;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may see how the user can be reached: rules that the server keeps (docs/decisions/0014). Each change is sent at once,
/// and one that can't be made now is not made; what holds is asked for when the user wants to know, and followed from then
/// on. Confined to the user-agent thread.
final class RuleKeeping {
    private static final Logger log = LoggerFactory.getLogger(RuleKeeping.class);
    private static final int EXPIRES_S = 3600; // has no effect on rules

    private final Messages.Host host;
    private final UserAgentThread thread;
    private final RandomGenerator random;
    private final String callId = Identity.newCallId();
    private Optional<Subscription> subscription = Optional.empty();
    private boolean lost;
    private long cSeq;

    RuleKeeping(Messages.Host host, UserAgentThread thread, RandomGenerator random) {
        this.host = host;
        this.thread = thread;
        this.random = random;
    }

    /// From now on somebody is seen so by the user, or not.
    ///
    /// @throws IllegalStateException with a sentence for the user, where nobody is logged in
    void set(PresenceRule rule) {
        Identity who = identity();
        String own = who.account().address().toString();
        Request request = who.request("PUBLISH", own, own, callId, nextSeq());
        request.addHeader(Fields.header("Event", EventPackage.PRESENCE_RULES.token()));
        request.addHeader(Fields.header("Expires", Integer.toString(EXPIRES_S)));
        PresenceRules document =
                new PresenceRules(
                        List.of(new PresenceRules.Rule(rule.uri(), rule.sight().handling())));
        Fields.setBody(request, "application", "auth-policy+xml", document.toBytes());
        var _ = host.requester().send(request, who.server(), this::nextSeq, new Answers());
    }

    /// Tells all rules, now and whenever they change.
    ///
    /// @throws IllegalStateException as [#set]
    void show() {
        String own = identity().account().address().toString();
        if (subscription.isPresent()) {
            subscription.get().refresh();
            return;
        }
        Subscription all =
                new Subscription(
                        host,
                        thread,
                        random,
                        EventPackage.PRESENCE_RULES,
                        own,
                        List.of(),
                        new Listener());
        subscription = Optional.of(all);
        all.start();
    }

    private Identity identity() {
        return host.identity().orElseThrow(() -> new IllegalStateException("not logged in"));
    }

    private long nextSeq() {
        return ++cSeq;
    }

    /// The server knows us.
    void onRegistered() {
        if (lost) {
            lost = false;
            subscription.ifPresent(Subscription::start);
        }
    }

    /// The server is away.
    void onLost() {
        lost = true;
        subscription.ifPresent(Subscription::onLost);
    }

    /// We log out.
    void end() {
        subscription.ifPresent(Subscription::end);
        subscription = Optional.empty();
        lost = false;
    }

    boolean matches(Request notify) {
        return subscription.filter(one -> one.matches(notify)).isPresent();
    }

    /// A NOTIFY of it came.
    ///
    /// @throws SipRejection to answer with
    void receive(InboundRequest request) throws SipRejection {
        subscription.orElseThrow(Rejections::noSuchCall).receive(request);
    }

    private void failed(String why) {
        host.tell(
                new UserAgentEvent.CommandFailed(
                        Optional.empty(), "who may see you is not changed: " + why));
    }

    private final class Answers implements Requester.Handler {
        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            int status = response.getStatusCode();
            if (status >= 300) {
                failed(Reasons.of(status, response.getReasonPhrase()));
            } else if (status >= 200 && subscription.isEmpty() && host.identity().isPresent()) {
                show(); // else the server tells anyway
            }
        }

        @Override
        public void onFailure(int status, String reason) {
            failed(reason);
        }
    }

    private final class Listener implements Subscription.Listener {
        @Override
        public void onNotify(Request notify) {
            try {
                host.tell(
                        new UserAgentEvent.RulesTold(
                                PresenceRules.parse(Fields.body(notify)).rules().stream()
                                        .map(rule ->
                                                new PresenceRule(
                                                        rule.uri(),
                                                        PresenceRule.Sight.of(rule.handling())))
                                        .toList()));
            } catch (MalformedPayloadException e) {
                log.warn("the rules can't be read: {}", e.getMessage());
            }
        }

        @Override
        public void onUnknown() {}

        @Override
        public void onRefused(SubscriptionAnswer.Never why) {
            subscription = Optional.empty();
            host.tell(
                    new UserAgentEvent.CommandFailed(
                            Optional.empty(),
                            "the server does not tell who may see you: " + why.reason()));
        }
    }
}
