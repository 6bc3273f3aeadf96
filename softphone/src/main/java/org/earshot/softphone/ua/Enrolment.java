package org.earshot.softphone.ua;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.earshot.common.service.AccountLink;

/// What comes before a log-in: a new account by invitation, a new password by a link. No method waits for the network; stages complete on
/// any thread, and fail with an [AccountFailure].
public interface Enrolment {

    /// Who may sign up.
    enum SignUp {
        /// Whoever has an invitation.
        INVITATION,
        /// Everybody.
        OPEN,
        /// Whoever knows their password at the organisation, shown to the server once; others by invitation.
        ORGANISATION,
        /// Nobody: administrators make accounts.
        CLOSED
    }

    /// A server that was found to be the right one.
    ///
    /// @param domain of its accounts
    /// @param service where it serves phones by HTTPS
    /// @param sip where it takes SIP over TLS, `HOST:PORT`; "" where it does not say
    /// @param authority the file with the authority that signed its certificate, for log-ins; empty: one whom the system trusts
    record Server(
            String domain, URI service, String sip, SignUp signUp, Optional<Path> authority) {}

    /// What somebody wants to be called.
    ///
    /// @param name the user part of the address
    /// @param picture the bytes of a PNG or JPEG, up to 2 MB; nobody changes them
    /// @param organisation the organisation's password, for [SignUp#ORGANISATION] without an invitation; kept nowhere
    record Wish(
            String name,
            String displayName,
            String password,
            Optional<byte[]> picture,
            Optional<String> organisation) {
        /// Without the organisation's password.
        public Wish(String name, String displayName, String password, Optional<byte[]> picture) {
            this(name, displayName, password, picture, Optional.empty());
        }

        @Override
        public String toString() {
            return "Wish[" + name + "]";
        }
    }

    /// Looks at the server of a link, and keeps the authority that the link names.
    CompletionStage<Server> look(AccountLink link);

    /// Looks at a server that was typed, by the certificates that this phone trusts.
    ///
    /// @param service `HOST`, `HOST:PORT` or `https://HOST:PORT`
    /// @param authority a file with the authority; empty: whom the system trusts
    CompletionStage<Server> look(String service, Optional<Path> authority);

    /// Looks at a server that was typed, and keeps the authority whose key somebody has typed too.
    ///
    /// @param service as for the other
    /// @param fingerprint SHA-256 of the authority's key: 64 hex digits, with spaces or colons between them as the user likes
    CompletionStage<Server> lookByKey(String service, String fingerprint);

    /// Makes an account, and tries its password: a name that can't be had is told as
    /// [AccountFailure.Trouble#WRONG_PASSWORD], since a server does not say whose names are taken.
    ///
    /// @param invitation needed where the server says so
    /// @return by which to log in
    CompletionStage<Account> signUp(Server server, Optional<AccountLink> invitation, Wish wish);

    /// Sets a new password by a link of an administrator. All phones have to log in anew.
    ///
    /// @return by which to log in
    CompletionStage<Account> reset(Server server, AccountLink link, String password);
}
