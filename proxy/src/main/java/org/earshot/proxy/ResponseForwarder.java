package org.earshot.proxy;

import java.text.ParseException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.ViaHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.proxy.archive.ArchiveEvent.RefusedBy;
import org.earshot.proxy.channel.ReasonPhrases;

/// Makes of a branch's response what goes back (RFC 3261 §16.7 steps 3, 7, 8 and 9). Thread-safe.
final class ResponseForwarder {
    private static final List<String> CHALLENGES =
            List.of(WWWAuthenticateHeader.NAME, ProxyAuthenticateHeader.NAME);

    private static final int MAX_WORDS = 500;

    private final String realm;
    private final CallTable calls;
    private final CallArchive record;

    ResponseForwarder(String realm, CallTable calls, CallArchive record) {
        this.realm = realm;
        this.calls = calls;
        this.record = record;
    }

    /// A copy without our Via, with the caller's own From, and with a token in our Record-Route that names the dialog
    /// by both tags; nothing in it that only a trusted network may say, and no media keys over cleartext, and
    /// no words that the record does not get.
    Response toForward(ForwardingContext context, Branch branch, Response response, Flow flow) {
        Response out = SipMessages.copy(response);
        out.removeFirst(ViaHeader.NAME);
        stripOurChallenges(out);
        if (!context.isTrusted(flow)) {
            AssertedIdentity.remove(out);
        }
        if (context.mustGoBare(response)) {
            context.noteWithheld(branch, response, flow);
            Headers.removeBody(out); // a refusal, which says enough without it
        }
        context.removeWords(out, flow);
        if (context.request().inbound().message().getHeader(FromHeader.NAME)
                instanceof FromHeader from) {
            out.setHeader((Header) from.clone()); // the display name that we changed is none of its
            // business
        }
        if (branch.target().trunk().isPresent()) {
            TrunkIdentity.restoreTo(out, context.request().inbound().message());
        }
        DialogId request = context.request().dialogId();
        DialogId dialog = DialogId.of(response);
        if (branch.token().isPresent() && dialog.hasToTag()) {
            DialogId both = new DialogId(request.callId(), request.fromTag(), dialog.toTag());
            Party callee = new Party(branch.target().party().address(), Optional.of(flow));
            RecordRoutes.replace(out, branch.token().get(), context.sign(callee, both));
            if (context.isInvite() && response.getStatusCode() / 100 == 2) {
                answered(context, both, callee, response);
            } else if (context.isInvite() && response.getStatusCode() / 100 == 1) {
                calls.ringing(both, context.caller(), callee);
            }
        }
        if (request.hasToTag()
                && response.getStatusCode() / 100 == 2
                && SessionTimer.isRefresh(context.request().inbound().method())) {
            refreshed(context, response);
        }
        return out;
    }

    private void refreshed(ForwardingContext context, Response response) {
        DialogId dialog = context.request().dialogId();
        if (context.request().dialog().isPresent()) {
            calls.refreshed(dialog, SessionTimer.of(response), context.request().inbound().flow());
        } else {
            calls.refreshed(dialog, SessionTimer.of(response));
        }
    }

    private void answered(
            ForwardingContext context, DialogId dialog, Party callee, Response answer) {
        AnsweredCall call =
                record.answer(context.request(), callee, callee.flow().orElseThrow(), answer);
        context.answered(dialog);
        if (calls.answered(dialog, context.caller(), callee, call, SessionTimer.of(answer))) {
            record.answered(dialog.callId(), call);
        }
    }

    /// Nobody has answered, and nobody will.
    ///
    /// @param response what the caller hears
    void refused(ForwardingContext context, Response response, RefusedBy by) {
        if (context.request().beginsCall()) {
            context.release();
            calls.refused(context.request().dialogId());
            int status = response.getStatusCode();
            // what a phone says there may be a person's words, and facts are for everybody
            String words = by == RefusedBy.SERVER ? words(response) : ReasonPhrases.of(status);
            record.refused(context.request(), status, words, by);
        }
    }

    /// A call goes on no more: we hung up, within it.
    void hungUp(ForwardingContext context) {
        RequestInProgress within = context.request();
        context.hungUp();
        record.ended(within, calls.ended(within.dialogId(), within.dialog().isPresent()));
    }

    private static String words(Response response) {
        String reason = response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
        String words =
                Headers.all(response, "Warning").stream()
                        .findFirst()
                        .map(warning -> reason + ": " + Headers.value(warning))
                        .orElse(reason);
        return words.length() <= MAX_WORDS ? words : words.substring(0, MAX_WORDS);
    }

    /// A response that no phone gave.
    Response ofOurOwn(InboundRequest inbound, int status, Optional<Veto> veto) {
        Response response = inbound.createResponse(status, reason(status));
        veto.ifPresent(why -> response.addHeader(Headers.warning(realm, why.words())));
        return response;
    }

    /// A 503 of a phone says nothing about us: it becomes 500 (§16.7 step 6).
    void setStatus(Response response, int status) {
        if (response.getStatusCode() != status) {
            try {
                response.setStatusCode(status);
                response.setReasonPhrase(reason(status));
            } catch (ParseException e) {
                throw new IllegalStateException("status " + status, e);
            }
        }
    }

    /// All challenges of all branches go back together (§16.7 step 7).
    void addChallenges(Response best, Collection<Response> others) {
        if (!isChallenge(best)) {
            return;
        }
        for (Response other : others) {
            if (isChallenge(other)) {
                CHALLENGES.forEach(name -> Headers.all(other, name).forEach(best::addHeader));
            }
        }
    }

    /// Whether it asks for credentials, and for none but those of our own realm.
    boolean challengesOnlyInOurRealm(Response response) {
        if (!isChallenge(response)) {
            return false;
        }
        List<Header> challenges =
                CHALLENGES.stream().flatMap(name -> Headers.all(response, name).stream()).toList();
        return !challenges.isEmpty() && challenges.stream().allMatch(this::isOurs);
    }

    private void stripOurChallenges(Response response) {
        for (String name : CHALLENGES) {
            List<Header> all = Headers.all(response, name);
            if (all.stream().anyMatch(this::isOurs)) {
                response.removeHeader(name);
                all.stream().filter(each -> !isOurs(each)).forEach(response::addHeader);
            }
        }
    }

    private boolean isOurs(Header challenge) {
        // Proxy-Authenticate is a kind of WWW-Authenticate in the message model
        return challenge instanceof WWWAuthenticateHeader header
                && realm.equalsIgnoreCase(header.getRealm());
    }

    private static boolean isChallenge(Response response) {
        return response.getStatusCode() == Response.UNAUTHORIZED
                || response.getStatusCode() == Response.PROXY_AUTHENTICATION_REQUIRED;
    }

    private static String reason(int status) {
        return switch (status) {
            case 403 -> "Forbidden";
            case 408 -> "Request Timeout";
            case 480 -> "Temporarily Unavailable";
            case 481 -> "Call Does Not Exist";
            case 488 -> "Not Acceptable Here";
            case 500 -> "Server Internal Error";
            case 513 -> "Message Too Large";
            default -> "Not Forwarded";
        };
    }
}
