package org.earshot.proxy;

import java.util.Locale;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.stack.SipMessages;

/// What the caller dialled: the URI in To, by which the callee calls itself in From for the rest of the dialog
/// (RFC 3261 §12.1.1), though it may not be its account's. As a digest it fits into a [RouteToken].
///
/// @param digest the first 64 bits of a SHA-256
record DialledName(long digest) {

    static DialledName of(URI uri) {
        return new DialledName(LoopHash.digest(text(uri)));
    }

    /// Of a request that begins a dialog.
    static DialledName in(Request request) {
        return request.getHeader(ToHeader.NAME) instanceof ToHeader to
                ? of(to.getAddress().getURI())
                : new DialledName(0);
    }

    /// What a phone does not change when it repeats the URI; parameters it may drop.
    private static String text(URI uri) {
        return uri instanceof SipURI sip
                ? SipMessages.uriUser(sip).orElse("")
                        + '@'
                        + LocalDomain.canonical(sip.getHost())
                        + ':'
                        + sip.getPort()
                : uri.toString().toLowerCase(Locale.ROOT);
    }
}
