package org.earshot.proxy;

import javax.sip.message.Response;
import org.earshot.proxy.ResponseContext.Origin;
import org.earshot.proxy.ResponseContext.Outcome;

/// When the next trunk is tried. Pure.
final class Failover {
    private static final int SERVER_ERRORS = 5;

    private Failover() {}

    /// What a trunk says of itself, or does not say at all, may be otherwise at the next one; what it says of the number called is true
    /// there too.
    static boolean triesNext(Outcome outcome) {
        return outcome.origin() != Origin.PEER
                || outcome.status() / 100 == SERVER_ERRORS
                || outcome.status() == Response.REQUEST_TIMEOUT;
    }
}
