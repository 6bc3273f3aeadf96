package org.earshot.server.admin;

/// A login by an identity provider under the name of somebody who is another one there.
public final class AnotherIdentityException extends NotAllowedException {
    private static final long serialVersionUID = 1L;

    AnotherIdentityException(String message) {
        super(message);
    }
}
