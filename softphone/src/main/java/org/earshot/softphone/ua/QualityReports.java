package org.earshot.softphone.ua;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.quality.QualityReport;
import org.earshot.common.stack.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells our server at the end of each call how it was heard (RFC 6035), one report at a time. What it can't take now waits until it
/// knows us again; what it does not want is forgotten, without a word to the user. Confined to the user-agent thread.
final class QualityReports {
    private static final Logger log = LoggerFactory.getLogger(QualityReports.class);
    private static final int MOST_WAITING = 20;
    private static final int NOT_NOW = 500;

    private final Messages.Host host;
    private final InstantSource clock;
    private final boolean wanted;
    private final Deque<QualityReport> waiting = new ArrayDeque<>();
    private Optional<Requester.Exchange> underWay = Optional.empty();
    private boolean unknownThere;
    private Optional<CompletableFuture<Void>> ending = Optional.empty();

    /// @param wanted whether anything is told at all
    QualityReports(Messages.Host host, InstantSource clock, boolean wanted) {
        this.host = host;
        this.clock = clock;
        this.wanted = wanted;
    }

    /// A call has ended.
    void onOver(CallQuality call) {
        if (!wanted
                || unknownThere
                || !host.account().equals(Optional.of(call.account().address().toString()))) {
            return;
        }
        try {
            waiting.add(call.report(clock.instant()));
        } catch (IllegalArgumentException e) {
            log.debug("no report of a call: {}", e.getMessage());
            return;
        }
        if (waiting.size() > MOST_WAITING) {
            waiting.removeFirst();
        }
        sendNext();
    }

    /// The server knows us (again).
    void onRegistered() {
        sendNext();
    }

    private void sendNext() {
        Optional<Identity> who = host.identity();
        if (underWay.isPresent() || who.isEmpty() || waiting.isEmpty()) {
            return;
        }
        String own = who.get().account().address().toString();
        CSeq cSeq = new CSeq();
        Request request =
                who.get().request(Request.PUBLISH, own, own, Identity.newCallId(), cSeq.next());
        request.addHeader(Fields.header("Event", QualityReport.EVENT));
        request.addHeader(Fields.header("Expires", "0"));
        Fields.setBody(request, "application", "vq-rtcpxr", waiting.getFirst().toBytes());
        underWay =
                Optional.of(
                        host.requester()
                                .send(request, who.get().server(), cSeq::next, new Answers()));
    }

    private static final class CSeq {
        private long last;

        long next() {
            return ++last;
        }
    }

    private final class Answers implements Requester.Handler {
        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            if (response.getStatusCode() >= 200) {
                answered(response.getStatusCode());
            }
        }

        @Override
        public void onFailure(int status, String reason) {
            answered(status);
        }
    }

    private void answered(int status) {
        underWay = Optional.empty();
        switch (status) {
            case Response.NOT_FOUND,
                    Response.METHOD_NOT_ALLOWED,
                    Response.BAD_EVENT,
                    Response.NOT_IMPLEMENTED -> {
                unknownThere = true;
                waiting.clear();
            }
            case Response.REQUEST_TIMEOUT -> {} // until the server knows us again
            default -> {
                if (status < NOT_NOW) {
                    waiting.pollFirst();
                    sendNext();
                }
            }
        }
        if (underWay.isEmpty()) {
            ending.ifPresent(done -> done.complete(null));
            ending = Optional.empty();
        }
    }

    /// The server is away: nothing is sent until it is back.
    void onLost() {
        underWay.ifPresent(Requester.Exchange::abandon);
        underWay = Optional.empty();
    }

    /// We log out. Completes when the server has answered what is under way; what waits is forgotten.
    CompletableFuture<Void> end() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        QualityReport current = underWay.isPresent() ? waiting.getFirst() : null;
        waiting.clear();
        unknownThere = false;
        if (current == null) {
            done.complete(null);
        } else {
            waiting.add(current);
            ending = Optional.of(done);
        }
        return done;
    }
}
