package org.earshot.softphone.ua;

import java.util.Optional;
import javax.sip.header.ReasonHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// Why the session of a file ends, as its BYE says it (RFC 3326).
///
/// @param text for the other user
record FileGoodbye(Kind kind, String text) {
    /// All is there.
    static final FileGoodbye DONE = new FileGoodbye(Kind.DONE, "");

    /// One of the two users wants no more of it.
    static final FileGoodbye CANCELLED = new FileGoodbye(Kind.CANCELLED, "cancelled");

    /// It is to go on in another session.
    static final FileGoodbye INTERRUPTED = new FileGoodbye(Kind.INTERRUPTED, "interrupted");

    /// One of the two users lets it rest, and goes on with it later.
    static final FileGoodbye PAUSED = new FileGoodbye(Kind.PAUSED, "paused");

    enum Kind {
        DONE(Response.OK),
        CANCELLED(Response.REQUEST_TERMINATED),
        INTERRUPTED(Response.SERVICE_UNAVAILABLE),
        PAUSED(Response.TEMPORARILY_UNAVAILABLE),
        FAILED(Response.SERVER_INTERNAL_ERROR);

        private final int cause;

        Kind(int cause) {
            this.cause = cause;
        }
    }

    static FileGoodbye failed(String text) {
        return new FileGoodbye(Kind.FAILED, text);
    }

    /// What a BYE says; empty for one that says nothing, as other phones' do.
    static Optional<FileGoodbye> in(Message bye) {
        var headers = bye.getHeaders(ReasonHeader.NAME);
        while (headers.hasNext()) {
            if (headers.next() instanceof ReasonHeader reason
                    && "SIP".equalsIgnoreCase(reason.getProtocol())) {
                for (Kind kind : Kind.values()) {
                    if (kind.cause == reason.getCause()) {
                        return Optional.of(new FileGoodbye(kind, text(kind, reason)));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// A server that lets no words pass beside its record takes them off.
    private static String text(Kind kind, ReasonHeader reason) {
        String text = reason.getText();
        if (text == null || text.isBlank()) {
            return kind == Kind.FAILED ? "it can't go on with the file" : "";
        }
        return text.replaceAll("[\"\\p{Cntrl}]", "");
    }

    /// Ends the session.
    void say(CallDialog dialog, Requester requester) {
        Request bye = dialog.request(Request.BYE);
        bye.addHeader(
                Fields.header(
                        "Reason",
                        "SIP;cause="
                                + kind.cause
                                + (text.isEmpty()
                                        ? ""
                                        : ";text=\""
                                                + text.replaceAll("[\"\\\\\\p{Cntrl}]", "")
                                                + '"')));
        requester.send(bye, dialog.destination(), dialog::nextSeq, Ignored.HANDLER);
    }
}
