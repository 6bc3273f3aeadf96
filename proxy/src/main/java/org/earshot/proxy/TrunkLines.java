package org.earshot.proxy;

import org.earshot.common.call.CallKey;
import org.earshot.common.call.CallListener;
import org.earshot.common.call.CallRecord;
import org.earshot.proxy.route.TrunkBook;

/// A call that is over has its trunk's line no more.
final class TrunkLines implements CallListener {
    private final TrunkBook book;

    TrunkLines(TrunkBook book) {
        this.book = book;
    }

    @Override
    public void goesOn(CallKey call, CallRecord.State state, Side caller, Side callee) {}

    @Override
    public void ended(CallKey call) {
        book.ended(call);
    }
}
