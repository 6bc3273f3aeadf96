package org.earshot.server.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Links by which people sign up, or get another password. Calls may block.
public interface PeopleAdministration {

    /// Makes an invitation to sign up.
    ///
    /// @param name the only one that it is for; empty: any
    /// @param by who invites, in words
    /// @throws AdminException if that can't be
    GivenLink invite(Optional<String> name, Duration good, String by);

    /// Invitations, the latest first.
    List<InvitationFact> invitations();

    /// Takes an invitation back that nobody has used.
    void revoke(String id);

    /// Makes a link by which an account gets another password.
    ///
    /// @param by who makes it, in words
    /// @throws AdminException if there is no such account, or nobody could use the link
    GivenLink resetLink(String name, String by);

    /// Makes a link to the file that sets up a phone of an account, with a password of its own that is made when the file is fetched.
    ///
    /// @param label what the phone is called
    /// @param phone which one, such as `yealink`
    /// @param encryption `demanded` or `offered`
    /// @param by who makes it, in words
    /// @throws AdminException if there is no such account or phone, or nobody could use the link
    GivenLink phoneLink(String name, String label, String phone, String encryption, String by);

    /// A link as it is handed out. Its text is a secret, kept nowhere else.
    record GivenLink(String id, String text, Instant expiresAt) {
        @Override
        public String toString() {
            return "GivenLink[" + id + "]";
        }
    }

    /// An invitation, without its secret.
    ///
    /// @param name "" for any
    /// @param state `open`, `used` or `over`
    /// @param usedBy "" for nobody
    record InvitationFact(
            String id,
            String name,
            String state,
            Instant createdAt,
            String createdBy,
            Instant expiresAt,
            String usedBy) {}
}
