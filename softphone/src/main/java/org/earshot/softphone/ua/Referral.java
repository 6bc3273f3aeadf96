package org.earshot.softphone.ua;

import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.InboundRequest;

/// The other side's REFER within a call: we call whom it names, and tell how that goes (RFC 3515 §2.4.4). Confined to the
/// user-agent thread.
final class Referral {
    private static final int LONGEST_S = 240;

    private final CallContext context;
    private final CallDialog dialog;
    private final ReferTo to;
    private final String by;
    private final String event;
    private int told;
    private boolean over;

    /// @param by who asks, as he says
    /// @param id of the REFER among those of the call: its CSeq
    private Referral(CallContext context, CallDialog dialog, ReferTo to, String by, long id) {
        this.context = context;
        this.dialog = dialog;
        this.to = to;
        this.by = by;
        event = "refer;id=" + id;
    }

    /// Takes a REFER on: answers it, and says that we try.
    static Referral accept(
            InboundRequest request, CallContext context, CallDialog dialog, ReferTo to) {
        Request refer = request.message();
        Response response = request.createResponse(Response.ACCEPTED, "Accepted");
        response.addHeader(Fields.header("Contact", context.identity().contactValue()));
        request.respond(response);
        Referral referral =
                new Referral(
                        context,
                        dialog,
                        to,
                        Fields.text(refer, "Referred-By").orElse(""),
                        Fields.cSeq(refer));
        referral.tell(Response.TRYING, "Trying");
        return referral;
    }

    ReferTo to() {
        return to;
    }

    /// The value of Referred-By for the call (RFC 3892); "" for none.
    String by() {
        return by;
    }

    /// How the call goes; what is final is said once, and what is not once each.
    void tell(int status, String phrase) {
        if (over || status <= told) {
            return;
        }
        told = status;
        over = status >= 200;
        Request notify = dialog.request(Request.NOTIFY);
        notify.addHeader(Fields.header("Contact", context.identity().contactValue()));
        notify.addHeader(Fields.header("Event", event));
        notify.addHeader(
                Fields.header(
                        "Subscription-State",
                        over ? "terminated;reason=noresource" : "active;expires=" + LONGEST_S));
        Fields.setBody(
                notify,
                "message",
                "sipfrag",
                new StatusFragment(status, phrase)
                        .text()
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        context.requester().send(notify, dialog.destination(), dialog::nextSeq, Ignored.HANDLER);
    }

    /// Whether nothing final has been told.
    boolean isUnderWay() {
        return !over;
    }

    /// The call in which it was asked is over: nobody is there to be told.
    void stop() {
        over = true;
    }
}
