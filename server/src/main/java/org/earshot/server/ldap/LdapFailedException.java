package org.earshot.server.ldap;

/// The directory did not do what it was asked for; in words for an administrator, without anybody's password.
public final class LdapFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    LdapFailedException(String words) {
        super(words);
    }

    LdapFailedException(String words, Throwable cause) {
        super(words, cause);
    }
}
