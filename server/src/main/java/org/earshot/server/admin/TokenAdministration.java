package org.earshot.server.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.login.Person;

/// What the commands about API tokens act on. Calls may block, and throw an [AdminException] that says what is wrong.
public interface TokenAdministration {

    /// Makes one.
    ///
    /// @param owner who logged in
    /// @param name what they call it
    /// @param scopes what it is for, in words
    /// @param good how long
    GivenToken give(Optional<Person> owner, String name, List<String> scopes, Duration good);

    /// All, the latest first, also those that ended lately.
    List<TokenFact> list();

    /// Ends one at once.
    ///
    /// @param owner only if it is theirs; empty: whosever it is
    /// @param by who does so, in words
    void revoke(String id, Optional<String> owner, String by);

    /// One as it was made.
    ///
    /// @param text the secret: it is shown this once
    record GivenToken(TokenFact fact, String text) {
        @Override
        public String toString() {
            return "GivenToken[" + fact.id() + "]";
        }
    }

    /// One without its secret.
    ///
    /// @param state `good`, `over`, `revoked`, or `orphaned` where its owner has lost the role
    record TokenFact(
            String id,
            String name,
            String owner,
            List<String> scopes,
            String state,
            Instant createdAt,
            Instant expiresAt,
            Optional<Instant> lastUsedAt,
            String lastUsedFrom,
            String revokedBy) {
        public TokenFact {
            scopes = List.copyOf(scopes);
        }
    }
}
