package org.earshot.softphone.ua;

import java.util.List;
import java.util.function.LongSupplier;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.ClientTransaction;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RequestSender;

/// Sends requests and answers challenges to them (RFC 3261 §22). On the user-agent thread.
final class Requester {
    /// One answer, and one more where the nonce was stale (RFC 7616 §3.3).
    private static final int MOST_CHALLENGES = 2;

    private final RequestSender sender;
    private final UserAgentThread thread;
    private final Credentials credentials;

    Requester(RequestSender sender, UserAgentThread thread, Credentials credentials) {
        this.sender = sender;
        this.thread = thread;
        this.credentials = credentials;
    }

    /// What becomes of a request.
    interface Handler {
        /// A response; a challenge that was answered does not come here.
        void onResponse(Request sent, Response response, Flow flow);

        /// There is no response, or none that can be dealt with: as if this status had come.
        void onFailure(int status, String reason);
    }

    /// A request under way, whatever number of transactions it takes.
    final class Exchange implements ClientTransaction.Listener {
        private final Destination destination;
        private final LongSupplier nextCSeq;
        private final Handler handler;
        private Request request;
        private ClientTransaction transaction;
        private int challenges;
        private boolean cancelled;
        private boolean over;

        private Exchange(
                Request request, Destination destination, LongSupplier nextCSeq, Handler handler) {
            this.request = request;
            this.destination = destination;
            this.nextCSeq = nextCSeq;
            this.handler = handler;
        }

        private void send() {
            // The transaction puts its Via on what it sends; ours stays as it was, to be sent
            // again.
            Request copy = (Request) request.clone();
            transaction = sender.send(copy, destination, "", this, thread);
        }

        @Override
        public void onResponse(Response response, Flow flow) {
            if (over) {
                return;
            }
            int status = response.getStatusCode();
            if (status == Response.UNAUTHORIZED
                    || status == Response.PROXY_AUTHENTICATION_REQUIRED) {
                onChallenge(response, flow);
                return;
            }
            handler.onResponse(request, response, flow);
        }

        private void onChallenge(Response response, Flow flow) {
            if (cancelled) {
                fail(Response.REQUEST_TERMINATED, "cancelled");
                return;
            }
            if (challenges == MOST_CHALLENGES
                    || (challenges > 0 && !ChallengeAnswer.isStale(response))) {
                fail(response.getStatusCode(), ChallengeAnswer.WRONG_PASSWORD);
                return;
            }
            challenges++;
            switch (credentials.answer(request, response, nextCSeq.getAsLong(), flow)) {
                case ChallengeAnswer.Answered(Request again) -> {
                    request = again;
                    send();
                }
                case ChallengeAnswer.Refused(String reason) ->
                        fail(response.getStatusCode(), reason);
            }
        }

        @Override
        public void onTimeout() {
            fail(Response.REQUEST_TIMEOUT, "no answer from the server");
        }

        @Override
        public void onTransportError(String reason) {
            fail(Response.SERVICE_UNAVAILABLE, reason);
        }

        private void fail(int status, String reason) {
            if (!over) {
                over = true;
                handler.onFailure(status, reason);
            }
        }

        /// Cancels an INVITE (RFC 3261 §9.1); its final response still comes. A challenge is not answered any
        /// more: nobody would cancel what that begins.
        void cancel(List<Header> headers) {
            cancelled = true;
            transaction.cancel(headers);
        }

        /// Forgets it: nothing comes any more.
        void abandon() {
            over = true;
            transaction.abandon();
        }
    }

    /// Sends a request.
    ///
    /// @param nextCSeq the number for the request that answers a challenge
    Exchange send(
            Request request, Destination destination, LongSupplier nextCSeq, Handler handler) {
        thread.check();
        Exchange exchange = new Exchange(request, destination, nextCSeq, handler);
        exchange.send();
        return exchange;
    }

    /// Sends the ACK to a 2xx.
    void sendAck(Request ack, Destination destination) {
        sender.sendAck((Request) ack.clone(), destination);
    }
}
