package org.earshot.registrar.presence;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.sip.header.EventHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.quality.QualityReport;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.registrar.presence.store.Addresses;
import org.earshot.registrar.quality.CallReport;
import org.earshot.registrar.quality.QualityStore;

/// Answers PUBLISH of how a call was heard (RFC 6035). A phone sends it to whatever address of ours it was told is the collector's; it
/// counts as its account's claim. Nothing of it is a state that expires: each is kept once, and none can be refreshed. Thread-safe.
final class QualityPublisher {
    /// Two hundred calls at once, and some 1,700 a day for ever: nobody fills the store.
    private static final TokenBucket.Limit RATE = new TokenBucket.Limit(0.02, 200);

    private final QualityStore reports;
    private final PresenceConfig config;
    private final InstantSource clock;
    private final RateLimit<AccountId> rate;

    QualityPublisher(QualityStore reports, PresenceConfig config, InstantSource clock) {
        this.reports = reports;
        this.config = config;
        this.clock = clock;
        this.rate = new RateLimit<>(RATE, clock);
    }

    /// Whether any are taken.
    boolean isOpen() {
        return !config.keepReports().isZero();
    }

    /// Whether a request is such a report, and any are taken.
    boolean takes(Request request) {
        return isOpen()
                && request.getHeader(EventHeader.NAME) instanceof EventHeader event
                && QualityReport.EVENT.equalsIgnoreCase(event.getEventType());
    }

    /// @param reporter who sends it, as is checked already
    void accept(InboundRequest inbound, Account reporter, String tag) throws SipRejection {
        if (!rate.tryTake(reporter.id())) {
            throw new SipRejection(
                    Response.SERVICE_UNAVAILABLE,
                    "Too Many Reports",
                    Fields.seconds("Retry-After", Duration.ofMinutes(1)));
        }
        Request request = inbound.message();
        Fields.checkRequire(request, List.of());
        if (Fields.value(request, "SIP-If-Match").isPresent()) {
            throw new SipRejection(
                    Response.CONDITIONAL_REQUEST_FAILED, "Conditional Request Failed");
        }
        QualityReport report = read(request);
        checkOwn(report, reporter.address());
        reports.put(
                new CallReport(
                        reporter.address(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        report));
        Response ok = inbound.createResponse(Response.OK, "OK");
        ok.setHeader(Fields.seconds("Expires", Duration.ZERO)); // RFC 3903 §6: a 200 has one
        ok.setHeader(Fields.header("SIP-ETag", tag));
        inbound.respond(ok);
    }

    private static QualityReport read(Request request) throws SipRejection {
        byte[] body = request.getRawContent();
        if (body == null || body.length == 0) {
            throw new SipRejection(Response.BAD_REQUEST, "A Report Is Missing");
        }
        if (!Fields.contentType(request).equals(QualityReport.CONTENT_TYPE)) {
            throw Fields.unsupportedType(QualityReport.CONTENT_TYPE);
        }
        if (body.length > QualityReport.LONGEST) {
            throw new SipRejection(Response.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large");
        }
        try {
            return QualityReport.parse(body);
        } catch (MalformedPayloadException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Bad Quality Report");
        }
    }

    /// Nobody reports in the name of another of our domain. A phone may know itself by an address that is none of ours.
    private void checkOwn(QualityReport report, AddressOfRecord own) throws SipRejection {
        Optional<AddressOfRecord> local = Addresses.find(report.local());
        if (local.filter(one -> one.domain().equals(own.domain()))
                .filter(one -> !one.equals(own))
                .isPresent()) {
            throw new SipRejection(Response.FORBIDDEN, "LocalID Is Not Your Address");
        }
    }
}
