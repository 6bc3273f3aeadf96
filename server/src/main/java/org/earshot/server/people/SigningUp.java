package org.earshot.server.people;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountExistsException;
import org.earshot.common.account.AccountName;
import org.earshot.common.account.InvalidAccountNameException;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.ArchiveEvent.Administered;
import org.earshot.server.config.PeopleConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// New accounts that people make for themselves. What is answered does not depend on whether a name is taken, nor does the time: nobody has
/// looked by then. The account is made behind the answer, and whoever asked finds out by logging in (docs/decisions/0047). Thread-safe.
final class SigningUp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SigningUp.class);

    /// An invitation serves to try so many names that can't be had.
    static final int TRIES = 5;

    private final PeopleParts parts;
    private final Pictures codec;
    private final PeopleRecord record;
    private final ExecutorService behind =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sign-up").factory());

    SigningUp(PeopleParts parts, Pictures codec) {
        this.parts = parts;
        this.codec = codec;
        this.record = new PeopleRecord(parts.archive(), parts.states(), parts.clock());
    }

    /// What somebody wants.
    ///
    /// @param name as typed
    /// @param picture an image as it came
    record Wish(
            Optional<LinkSecret> invitation,
            String name,
            String displayName,
            String password,
            Optional<byte[]> picture) {
        @Override
        public String toString() {
            return "Wish[" + name + "]";
        }
    }

    /// What was found fit, as far as that can be said without a look at who has which name.
    private record Fit(
            AccountName name,
            String displayName,
            String password,
            Optional<Picture> picture,
            Optional<Link> invitation) {
        String actor() {
            return invitation
                    .map(link ->
                            "whoever has the invitation that "
                                    + link.createdBy()
                                    + " made at "
                                    + link.createdAt())
                    .orElse("whoever signs up");
        }
    }

    /// Takes a wish.
    ///
    /// @return the address that the account will have, if it can be had
    AddressOfRecord take(Wish wish, InetAddress source) throws RefusedException {
        Fit fit = fit(wish);
        AddressOfRecord address = new AddressOfRecord(fit.name().value(), parts.domain());
        Administered begun =
                record.begin(
                        new PeopleRecord.Actor(fit.actor(), source),
                        "account sign-up",
                        address,
                        Optional.empty(), // to look it up would be to ask who has the name
                        fit.invitation()
                                .map(link -> List.of("link=" + link.id()))
                                .orElse(List.of()));
        if (fit.invitation().isPresent()
                && !parts.links().take(fit.invitation().get().id(), parts.clock().instant())) {
            record.over(begun, address, "failed: the invitation was used this moment");
            throw notInvited();
        }
        try {
            behind.execute(() -> make(fit, address, begun));
        } catch (RejectedExecutionException _) {
            giveBack(fit);
            record.over(begun, address, "failed: the server is stopping");
            throw new RefusedException(503, "the server is stopping");
        }
        return address;
    }

    private Fit fit(Wish wish) throws RefusedException {
        if (parts.signUp().get() == PeopleConfig.SignUp.CLOSED) {
            throw new RefusedException(
                    403, "nobody signs up here: an administrator makes accounts");
        }
        Optional<Link> invitation = invitation(wish);
        AccountName name;
        try {
            name = AccountName.of(wish.name());
        } catch (InvalidAccountNameException e) {
            throw RefusedException.unfit(e.getMessage());
        }
        if (invitation
                .map(Link::name)
                .filter(of -> !of.isEmpty() && !of.equals(name.value()))
                .isPresent()) {
            throw RefusedException.unfit(
                    "this invitation is for the name " + invitation.get().name());
        }
        // whoever made the invitation may have chosen a number for somebody
        if (parts.numbers().test(name.value())
                && invitation.map(Link::name).filter(name.value()::equals).isEmpty()) {
            throw RefusedException.unfit(
                    "a name that is a telephone number can't be had here: its calls would come to you");
        }
        String displayName = People.displayName(wish.displayName());
        Optional<String> objection =
                PasswordRules.objection(wish.password(), name.value(), displayName, parts.domain());
        if (objection.isPresent()) {
            throw RefusedException.unfit(objection.get());
        }
        try {
            Optional<Picture> picture =
                    wish.picture().isPresent()
                            ? Optional.of(codec.normal(wish.picture().get()))
                            : Optional.empty();
            return new Fit(name, displayName, wish.password(), picture, invitation);
        } catch (PictureRefusedException e) {
            throw RefusedException.unfit(e.getMessage());
        }
    }

    /// One that is good; also where everybody may sign up, what is shown has to be good.
    private Optional<Link> invitation(Wish wish) throws RefusedException {
        if (wish.invitation().isEmpty()) {
            if (parts.signUp().get() == PeopleConfig.SignUp.INVITATION) {
                throw new RefusedException(
                        403, "an invitation is needed: ask an administrator for one");
            }
            if (parts.signUp().get() == PeopleConfig.SignUp.LDAP) {
                throw new RefusedException(
                        403, "your organisation's password is needed, or an invitation");
            }
            return Optional.empty();
        }
        Optional<Link> link =
                parts.links()
                        .find(wish.invitation().get().hash())
                        .filter(one -> one.purpose() == Link.Purpose.INVITATION)
                        .filter(one -> one.isGood(parts.clock().instant()));
        if (link.isEmpty()) {
            throw notInvited();
        }
        return link;
    }

    private static RefusedException notInvited() {
        return new RefusedException(
                403,
                "this invitation is not good, or not any more: ask an administrator for another");
    }

    private void make(Fit fit, AddressOfRecord address, Administered begun) {
        String outcome = "failed";
        try {
            Account account = parts.accounts().create(address, fit.displayName());
            outcome = "the account is there, without a password: set one";
            parts.credentials()
                    .replace(
                            account.id(),
                            "",
                            parts.passwords().credentials(account, "", fit.password(), false));
            outcome = "done";
            fit.picture().ifPresent(picture -> parts.pictures().put(account, picture));
            fit.invitation().ifPresent(link -> parts.links().usedBy(link.id(), address.user()));
        } catch (AccountExistsException | InvalidAccountNameException e) {
            outcome = "failed: " + e.getMessage();
            giveBack(fit);
        } catch (RuntimeException e) {
            log.error("{} could not sign up to the end", address, e);
            if (outcome.equals("failed")) {
                giveBack(fit);
            }
        } finally {
            record.over(begun, address, outcome);
        }
    }

    private void giveBack(Fit fit) {
        try {
            fit.invitation().ifPresent(link -> parts.links().giveBack(link.id(), TRIES));
        } catch (RuntimeException e) {
            log.warn("an invitation stays used: {}", e.toString());
        }
    }

    /// Waits for those that are being made.
    @Override
    public void close() {
        behind.close();
    }
}
