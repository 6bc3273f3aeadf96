package org.earshot.softphone.media.ice;

import java.util.OptionalLong;

/// Whether we choose the pair, or the other side does (RFC 8445 §6.1.1, §7.3.1.1).
final class Role {
    private final long tieBreaker;
    private boolean controlling;

    Role(boolean controlling, long tieBreaker) {
        this.controlling = controlling;
        this.tieBreaker = tieBreaker;
    }

    boolean isControlling() {
        return controlling;
    }

    long tieBreaker() {
        return tieBreaker;
    }

    void change() {
        controlling = !controlling;
    }

    /// Settles it where both think that they choose, or neither does: the greater number chooses. May change our role.
    ///
    /// @param request of the other side
    /// @return whether the other side has to change
    boolean settle(StunMessage request) {
        OptionalLong theirs =
                request.longNumber(
                        controlling ? StunMessage.ICE_CONTROLLING : StunMessage.ICE_CONTROLLED);
        if (theirs.isEmpty()) {
            return false;
        }
        boolean weAreGreater = Long.compareUnsigned(tieBreaker, theirs.getAsLong()) >= 0;
        if (weAreGreater == controlling) {
            return true;
        }
        change();
        return false;
    }
}
