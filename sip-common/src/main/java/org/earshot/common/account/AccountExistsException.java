package org.earshot.common.account;

/// The name is in use, or was before its account was deleted.
public final class AccountExistsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AccountExistsException(String address) {
        super(address + " exists already, or did: a deleted name stays reserved");
    }
}
