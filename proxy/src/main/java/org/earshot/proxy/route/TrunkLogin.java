package org.earshot.proxy.route;

import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.auth.Ha1;

/// What we log in to a trunk with. Doesn't print its password. Immutable.
public final class TrunkLogin {
    private final String user;
    private final String password;

    /// @param user as the provider names it
    public TrunkLogin(String user, String password) {
        if (user.isEmpty() || password.isEmpty()) {
            throw new IllegalArgumentException("a login has a user and a password");
        }
        this.user = user;
        this.password = password;
    }

    public String user() {
        return user;
    }

    /// What enters the sums (RFC 7616 §3.4.2).
    Ha1 ha1(DigestAlgorithm algorithm, String realm) {
        return Ha1.of(algorithm, user, realm, password);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrunkLogin login
                && login.user.equals(user)
                && login.password.equals(password);
    }

    @Override
    public int hashCode() {
        return user.hashCode();
    }

    @Override
    public String toString() {
        return "TrunkLogin[" + user + "]";
    }
}
