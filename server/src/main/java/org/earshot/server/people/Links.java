package org.earshot.server.people;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountName;
import org.earshot.common.service.AccountLink;
import org.earshot.server.provision.PhoneOrder;

/// Gives out links, for administrators. Thread-safe.
public final class Links {
    /// A link by which an account gets another password is good for so long.
    public static final Duration RESET = Duration.ofMinutes(15);

    /// A link to a phone's file is good for so long.
    public static final Duration PHONE = Duration.ofHours(1);

    /// How long one that is over is still listed.
    private static final Duration KEPT = Duration.ofDays(30);

    private final LinkTable table;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public Links(LinkTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /// Where links lead.
    ///
    /// @param authority SHA-256 of the key of the server's own authority; empty: it has a certificate of another
    public record Place(String domain, URI service, Optional<String> authority) {}

    /// A link, and what it is in the table.
    public record Given(Link link, AccountLink text) {}

    /// An invitation to sign up.
    ///
    /// @param name the only one that it is for; empty: any
    /// @param by who invites, in words
    /// @throws org.earshot.common.account.InvalidAccountNameException if nobody may have that name
    public Given invite(Place place, Optional<String> name, Duration good, String by) {
        return give(
                place,
                AccountLink.Kind.INVITE,
                Link.Purpose.INVITATION,
                name.map(text -> AccountName.of(text).value()).orElse(""),
                good,
                by);
    }

    /// A link by which an account gets another password; one that was given before goes.
    public Given reset(Place place, Account account, String by) {
        table.removeAll(Link.Purpose.RESET, account.address().user());
        return give(
                place,
                AccountLink.Kind.RESET,
                Link.Purpose.RESET,
                account.address().user(),
                RESET,
                by);
    }

    /// Where whoever has it gets the file for a phone, once.
    ///
    /// @param at a secret
    public record GivenFile(Link link, URI at) {
        @Override
        public String toString() {
            return "GivenFile[" + link.id() + "]";
        }
    }

    /// A link to a file that sets up a phone of an account, with a password that is made when it is fetched.
    public GivenFile phone(URI service, Account account, PhoneOrder order, String by) {
        LinkSecret secret = LinkSecret.random(random);
        Link link =
                add(secret, Link.Purpose.PHONE, account.address().user(), PHONE, by, order.text());
        return new GivenFile(
                link,
                URI.create(
                        service.toString().replaceFirst("/+$", "")
                                + "/phones/"
                                + secret.text()
                                + "/"
                                + order.kind().fileName()));
    }

    private Given give(
            Place place,
            AccountLink.Kind kind,
            Link.Purpose purpose,
            String name,
            Duration good,
            String by) {
        LinkSecret secret = LinkSecret.random(random);
        Link link = add(secret, purpose, name, good, by, "");
        return new Given(
                link,
                new AccountLink(
                        kind,
                        place.domain(),
                        place.service(),
                        secret.text(),
                        place.authority(),
                        Optional.of(name).filter(of -> !of.isEmpty())));
    }

    private Link add(
            LinkSecret secret,
            Link.Purpose purpose,
            String name,
            Duration good,
            String by,
            String detail) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        table.removeExpired(now.minus(KEPT));
        Link link =
                new Link(
                        UUID.randomUUID(),
                        purpose,
                        name,
                        now,
                        by.substring(0, Math.min(by.length(), 255)),
                        now.plus(good),
                        Optional.empty(),
                        "",
                        0,
                        detail);
        table.add(link, secret.hash());
        return link;
    }

    /// Invitations that were given, the latest first.
    public List<Link> invitations() {
        return table.list(Link.Purpose.INVITATION);
    }

    /// Takes an invitation back that nobody has used.
    ///
    /// @return false if there is none
    public boolean revoke(UUID id) {
        return table.find(id).filter(link -> link.purpose() == Link.Purpose.INVITATION).isPresent()
                && table.remove(id);
    }
}
