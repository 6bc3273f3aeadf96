package org.earshot.server.admin;

/// A command that this person must not give, or a login that is not theirs.
public sealed class NotAllowedException extends AdminException permits AnotherIdentityException {
    private static final long serialVersionUID = 1L;

    NotAllowedException(String message) {
        super(message);
    }
}
