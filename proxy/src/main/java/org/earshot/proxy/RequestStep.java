package org.earshot.proxy;

import org.earshot.common.stack.SipRejection;

/// One thing to check or to do before a request is forwarded (RFC 3261 §16.3 to §16.5). Runs on the request's
/// queue; keeps nothing of a request itself.
@FunctionalInterface
interface RequestStep {
    void apply(RequestInProgress request) throws SipRejection;
}
