package org.earshot.proxy.archive;

/// A companion found that it must not happen, and so its event must not either. Nothing was written of the two.
public final class CompanionRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CompanionRefusedException(String why) {
        super(why, null, false, false);
    }
}
