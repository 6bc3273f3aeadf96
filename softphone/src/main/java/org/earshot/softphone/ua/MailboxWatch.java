package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.MessageSummary;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the voice mailbox of our account (RFC 3842): by a subscription, where the server has such a thing, and by what a server tells
/// without being asked. An Earshot server is not asked: what waits there are texts, which this phone shows itself (docs/decisions/0071).
/// Confined to the user-agent thread.
final class MailboxWatch {
    private static final Logger log = LoggerFactory.getLogger(MailboxWatch.class);

    /// After a log-in what somebody waits for goes first.
    static final Duration PAUSE = Duration.ofSeconds(2);

    private final Messages.Host host;
    private final UserAgentThread thread;
    private final RandomGenerator random;
    private Optional<Subscription> subscription = Optional.empty();
    private Optional<Identity> registered = Optional.empty();
    private Optional<Mailbox> known = Optional.empty();
    private boolean knownUnasked; // what is known was told without being asked
    private Timers.Cancellable timer = () -> {};
    private boolean never;
    private boolean ours;

    MailboxWatch(Messages.Host host, UserAgentThread thread, RandomGenerator random) {
        this.host = host;
        this.thread = thread;
        this.random = random;
    }

    /// The server knows us; where we are elsewhere than before, or were away, it is asked anew.
    ///
    /// @param isOurs whether it is an Earshot server
    void onRegistered(Identity here, boolean isOurs) {
        ours |= isOurs;
        if (ours || never || registered.equals(Optional.of(here))) {
            return;
        }
        registered = Optional.of(here);
        timer.cancel();
        timer = thread.after(PAUSE, () -> ask(here));
    }

    private void ask(Identity here) {
        if (subscription.isEmpty()) {
            subscription =
                    Optional.of(
                            new Subscription(
                                    host,
                                    thread,
                                    random,
                                    EventPackage.MESSAGE_SUMMARY,
                                    here.account().address().toString(),
                                    List.of(),
                                    new Listener()));
        }
        subscription.get().start();
    }

    /// The server is away: what waited there still does.
    void onLost() {
        timer.cancel();
        registered = Optional.empty();
        subscription.ifPresent(Subscription::onLost);
    }

    /// We log out.
    void end() {
        timer.cancel();
        subscription.ifPresent(Subscription::end);
        subscription = Optional.empty();
        registered = Optional.empty();
        never = false;
        ours = false;
        learn(Optional.empty());
    }

    /// Whether a NOTIFY is of the mailbox: one that we asked for, or one that begins nothing and ends nothing.
    boolean matches(Request notify) {
        return subscription.filter(one -> one.matches(notify)).isPresent()
                || (!Inbox.isInDialog(notify) && isOfMailbox(notify));
    }

    private static boolean isOfMailbox(Request notify) {
        return Fields.text(notify, "Event")
                .map(event -> event.split(";", 2)[0].strip())
                .filter(EventPackage.MESSAGE_SUMMARY.token()::equalsIgnoreCase)
                .isPresent();
    }

    /// A NOTIFY of it came.
    ///
    /// @throws SipRejection to answer with
    void receive(InboundRequest request) throws SipRejection {
        Request notify = request.message();
        if (subscription.filter(one -> one.matches(notify)).isPresent()) {
            subscription.get().receive(request);
            return;
        }
        if (ours || !isOfServer(notify)) {
            throw Rejections.noSuchCall();
        }
        request.respond(Response.OK, "OK");
        if (Fields.body(notify).length > 0 && read(notify)) {
            knownUnasked = true;
        }
    }

    /// Whether nobody is behind our server: anybody could have it pass a NOTIFY on, and the lamp has the user call a number.
    private static boolean isOfServer(Request notify) {
        Iterator<?> vias = notify.getHeaders(ViaHeader.NAME);
        vias.next();
        return !vias.hasNext();
    }

    /// @return whether it could be read
    private boolean read(Request notify) {
        if (!Fields.hasType(notify, "application", "simple-message-summary")) {
            log.warn("what waits in the mailbox is told as {}", Fields.contentType(notify));
            return false;
        }
        try {
            learn(Optional.of(Mailbox.of(MessageSummary.parse(Fields.body(notify)))));
            return true;
        } catch (MalformedPayloadException e) {
            log.warn("what waits in the mailbox can't be read: {}", e.getMessage());
            return false;
        }
    }

    private void learn(Optional<Mailbox> now) {
        if (!now.equals(known)) {
            known = now;
            host.tell(new UserAgentEvent.MailboxChanged(now));
        }
    }

    private final class Listener implements Subscription.Listener {
        @Override
        public void onNotify(Request notify) {
            if (read(notify)) {
                knownUnasked = false;
            }
        }

        @Override
        public void
                onUnknown() {} // a server that is away for a moment has not lost what waits there

        @Override
        public void onRefused(SubscriptionAnswer.Never why) {
            log.info("there is no mailbox: {}", why.reason());
            never = true;
            subscription = Optional.empty();
            if (!knownUnasked) { // some servers tell right after the REGISTER, and take no
                // SUBSCRIBE
                learn(Optional.empty());
            }
        }
    }
}
