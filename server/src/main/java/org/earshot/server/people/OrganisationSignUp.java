package org.earshot.server.people;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountExistsException;
import org.earshot.common.account.AccountName;
import org.earshot.common.account.InvalidAccountNameException;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;
import org.earshot.proxy.archive.ArchiveEvent.Administered;
import org.earshot.server.config.PeopleConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// People who show who they are by their organisation's password, once, and get a password of their own for Earshot: the first time, or because they forgot that.
/// The organisation's password is handed to the organisation, and kept nowhere. Thread-safe; waits for the organisation and the stores.
final class OrganisationSignUp {
    private static final Logger log = LoggerFactory.getLogger(OrganisationSignUp.class);
    private static final int LONGEST_PASSWORD = 256;

    /// Of one name, from wherever: the organisation may lock whoever is tried more often, and so could a stranger lock out everybody.
    private static final TokenBucket.Limit OF_A_NAME = new TokenBucket.Limit(1 / 600.0, 4);

    private final PeopleParts parts;
    private final People people;
    private final OrganisationParts with;
    private final Pictures codec;
    private final PeopleRecord record;
    private final RateLimit<String> names;

    OrganisationSignUp(PeopleParts parts, People people, OrganisationParts with, Pictures codec) {
        this.parts = parts;
        this.people = people;
        this.with = with;
        this.codec = codec;
        this.record = new PeopleRecord(parts.archive(), parts.states(), parts.clock());
        this.names = new RateLimit<>(OF_A_NAME, parts.clock());
    }

    /// What somebody wants.
    ///
    /// @param name as typed
    /// @param theirs the organisation's password
    /// @param password for Earshot
    /// @param picture an image as it came
    record Wish(
            String name,
            String theirs,
            String displayName,
            String password,
            Optional<byte[]> picture) {
        @Override
        public String toString() {
            return "Wish[" + name + "]";
        }
    }

    /// Gives somebody the account of their name, with the password that they have chosen.
    ///
    /// @return its address
    AddressOfRecord take(Wish wish, InetAddress source) throws RefusedException {
        if (parts.signUp().get() != PeopleConfig.SignUp.LDAP) {
            throw new RefusedException(403, "nobody signs up here by a password of elsewhere");
        }
        AccountName name = fit(wish);
        Optional<Picture> picture = picture(wish);
        Organisation.Member member = prove(name.value(), wish.theirs(), source);
        if (member.objection().isPresent()) {
            throw new RefusedException(
                    403,
                    "you can't have this account: "
                            + member.objection().get()
                            + "; ask an administrator");
        }
        AddressOfRecord address = new AddressOfRecord(name.value(), parts.domain());
        Administered begun =
                record.begin(
                        new PeopleRecord.Actor(
                                "whoever has the organisation's password of " + name.value(),
                                source),
                        "account sign-up",
                        address,
                        record.state(address),
                        List.of("by=ldap"));
        String outcome = "failed";
        try {
            Account account = give(address, member, wish, source);
            outcome = "done";
            picture.ifPresent(one -> parts.pictures().put(account, one));
        } catch (RefusedException e) {
            outcome = "failed: " + e.getMessage();
            throw e;
        } finally {
            record.over(begun, address, outcome);
        }
        return address;
    }

    private AccountName fit(Wish wish) throws RefusedException {
        if (wish.theirs().isEmpty() || wish.theirs().length() > LONGEST_PASSWORD) {
            // with an empty one a directory lets in anybody, as nobody (RFC 4513 §5.1.2)
            throw RefusedException.unfit("your organisation's password is needed");
        }
        AccountName name;
        try {
            name = AccountName.of(wish.name());
        } catch (InvalidAccountNameException e) {
            throw RefusedException.unfit(e.getMessage());
        }
        String displayName = People.displayName(wish.displayName());
        Optional<String> objection =
                PasswordRules.objection(wish.password(), name.value(), displayName, parts.domain());
        if (objection.isPresent()) {
            throw RefusedException.unfit(objection.get());
        }
        if (wish.password().equals(wish.theirs())) {
            throw RefusedException.unfit(
                    "choose another password for this than your organisation's: it is kept in your phones");
        }
        return name;
    }

    private Optional<Picture> picture(Wish wish) throws RefusedException {
        try {
            return wish.picture().isPresent()
                    ? Optional.of(codec.normal(wish.picture().get()))
                    : Optional.empty();
        } catch (PictureRefusedException e) {
            throw RefusedException.unfit(e.getMessage());
        }
    }

    private Organisation.Member prove(String name, String theirs, InetAddress source)
            throws RefusedException {
        Duration pause = with.backOff().pause(name, source, true);
        if (!pause.isZero() || !names.tryTake(name)) {
            throw new RefusedException(
                    429, "too many passwords were tried: try again in some minutes");
        }
        Optional<Organisation.Member> member;
        try {
            member = with.organisation().prove(name, theirs);
        } catch (Organisation.AwayException e) {
            log.warn("{} can't sign up: {}", name, e.getMessage());
            throw new RefusedException(
                    503, "your organisation's logins can't be asked now: try again later");
        }
        if (member.isEmpty()) {
            with.backOff().failed(name, source, true);
            throw new RefusedException(
                    403, "your organisation knows no such name, or the password is another");
        }
        with.backOff().succeeded(name, source);
        return member.get();
    }

    private Account give(
            AddressOfRecord address, Organisation.Member member, Wish wish, InetAddress source)
            throws RefusedException {
        Optional<Account> there = parts.accounts().find(address);
        if (there.isEmpty()) {
            // whoever made an account that is there has chosen its name
            if (parts.numbers().test(address.user())) {
                throw new RefusedException(
                        403,
                        "a name that is a telephone number can't be had here by signing up, since its calls would come to you: ask an administrator");
            }
            Account made = make(address, member, wish);
            with.organisation().link(address.user(), member);
            people.setPassword(made, wish.password());
            return made;
        }
        if (!member.linked()) {
            throw new RefusedException(
                    403,
                    "the account of this name was not made for your organisation's: ask an administrator");
        }
        if (people.hasPassword(there.get())) {
            people.renew(
                    there.get(),
                    wish.password(),
                    """
                    Your account got a new password by your organisation's one, from %s. If it was not you, tell an administrator \
                    at once.\
                    """
                            .formatted(source.getHostAddress()));
        } else {
            people.setPassword(there.get(), wish.password());
        }
        return there.get();
    }

    private Account make(AddressOfRecord address, Organisation.Member member, Wish wish)
            throws RefusedException {
        try {
            return parts.accounts()
                    .createOfEntry(
                            address,
                            member.displayName().isEmpty()
                                    ? People.displayName(wish.displayName())
                                    : member.displayName(),
                            member.id());
        } catch (AccountExistsException | InvalidAccountNameException e) {
            throw new RefusedException(
                    403,
                    "this name can't be had any more, or looks like another: ask an administrator");
        }
    }
}
