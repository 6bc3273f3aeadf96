package org.earshot.server.people;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.earshot.common.account.Account;
import org.earshot.common.account.Credential;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.location.Binding;
import org.earshot.proxy.archive.ArchiveEvent.Administered;

/// What people change about their own accounts, each change recorded before it happens. Thread-safe; waits for the stores, and throws
/// [org.earshot.common.db.StoreUnavailableException] or [org.earshot.proxy.archive.ArchiveUnavailableException] where something can't be
/// done now.
final class People {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_LABEL = 64;
    private static final int MOST_LABELS = 20;
    private static final String NO_SUCH = "there is no such device";

    private final PeopleParts parts;
    private final Pictures codec;
    private final PeopleRecord record;

    People(PeopleParts parts, Pictures codec) {
        this.parts = parts;
        this.codec = codec;
        this.record = new PeopleRecord(parts.archive(), parts.states(), parts.clock());
    }

    /// Somebody who acts for their account.
    ///
    /// @param instance of the phone by which they do (RFC 5626 §4.1), as it says; it keeps its registration
    record Owner(Account account, InetAddress source, Optional<String> instance) {
        private AddressOfRecord address() {
            return account.address();
        }

        private boolean isHere(Binding binding) {
            return instance.isPresent()
                    && binding.instanceId()
                            .filter(id -> id.equalsIgnoreCase(instance.get()))
                            .isPresent();
        }
    }

    /// One change.
    @FunctionalInterface
    private interface Change {
        void make() throws RefusedException;
    }

    private void change(Owner owner, String action, List<String> details, Change change)
            throws RefusedException {
        Administered begun =
                record.begin(
                        new PeopleRecord.Actor("the account itself", owner.source()),
                        action,
                        owner.address(),
                        record.state(owner.address()),
                        details);
        String outcome = "failed";
        try {
            change.make();
            outcome = "done";
        } catch (RefusedException e) {
            outcome = "failed: " + e.getMessage();
            throw e;
        } finally {
            record.over(begun, owner.address(), outcome);
        }
    }

    /// Sets another password. All other phones have to log in anew.
    ///
    /// @param alsoLabels whether passwords for single phones go too
    void changePassword(Owner owner, String password, boolean alsoLabels) throws RefusedException {
        check(owner.account(), password);
        change(
                owner,
                "account password",
                alsoLabels ? List.of("and those for single phones") : List.of(),
                () -> {
                    setPassword(owner.account(), password);
                    if (alsoLabels) {
                        removeLabels(owner.account());
                    }
                    parts.notices()
                            .tell(
                                    owner.address(),
                                    owner.instance(),
                                    """
                                    The password of your account was changed, from %s. Your phones need the new one. If it was \
                                    not you, tell an administrator at once.\
                                    """
                                            .formatted(owner.source().getHostAddress()));
                    parts.sessions().end(owner.address(), binding -> !owner.isHere(binding));
                });
    }

    private static void check(Account account, String password) throws RefusedException {
        Optional<String> objection =
                PasswordRules.objection(
                        password,
                        account.address().user(),
                        account.displayName(),
                        account.address().domain());
        if (objection.isPresent()) {
            throw RefusedException.unfit(objection.get());
        }
    }

    /// For phones that know only MD5 too, where the password before was.
    void setPassword(Account account, String password) throws RefusedException {
        boolean md5 =
                credentials(account, String::isEmpty).stream()
                        .anyMatch(one -> one.algorithm().equals(DigestAlgorithm.MD5.token()));
        replace(account, "", parts.passwords().credentials(account, "", password, md5));
    }

    /// Whether somebody can log in to it, also by a password for a single phone.
    boolean hasPassword(Account account) {
        return !credentials(account, _ -> true).isEmpty();
    }

    /// Sets a password that somebody else may have brought about. Everything that knew the old one is logged out, and new phones get nothing
    /// of before until the owner agrees on an old one.
    ///
    /// @param notice what the owner's phones are told
    void renew(Account account, String password, String notice) throws RefusedException {
        AddressOfRecord address = account.address();
        // before anybody can log in with it
        parts.withhold().accept(address);
        setPassword(account, password);
        removeLabels(account);
        parts.notices().tell(address, Optional.empty(), notice);
        parts.sessions().end(address, _ -> true);
    }

    private List<Credential> credentials(Account account, Predicate<String> label) {
        return parts.credentials().find(account.id()).stream()
                .filter(one -> label.test(one.label()))
                .toList();
    }

    private void replace(Account account, String label, List<Credential> credentials)
            throws RefusedException {
        try {
            parts.credentials().replace(account.id(), label, credentials);
        } catch (IllegalArgumentException _) { // deleted this moment
            throw new RefusedException(404, "there is no such account any more");
        }
    }

    private void removeLabels(Account account) throws RefusedException {
        for (String label : labels(account)) {
            replace(account, label, List.of());
        }
    }

    /// The names of phones that have a password of their own.
    List<String> labels(Account account) {
        return credentials(account, label -> !label.isEmpty()).stream()
                .map(Credential::label)
                .distinct()
                .toList();
    }

    /// A password by a link of an administrator. Everything that knew the old one is logged out, and since the administrator may have used the
    /// link, new phones get nothing of before until the owner agrees on an old one.
    void resetPassword(LinkSecret secret, String password, InetAddress source)
            throws RefusedException {
        Link link =
                parts.links()
                        .find(secret.hash())
                        .filter(one -> one.purpose() == Link.Purpose.RESET)
                        .filter(one -> one.isGood(parts.clock().instant()))
                        .orElseThrow(People::notGood);
        Account account =
                parts.accounts()
                        .find(new AddressOfRecord(link.name(), parts.domain()))
                        .orElseThrow(People::notGood);
        check(account, password); // first: a link is not used up by a password that won't do
        AddressOfRecord address = account.address();
        Administered begun =
                record.begin(
                        new PeopleRecord.Actor(
                                "whoever has the link that "
                                        + link.createdBy()
                                        + " made at "
                                        + link.createdAt(),
                                source),
                        "account reset",
                        address,
                        record.state(address),
                        List.of("link=" + link.id()));
        String outcome = "failed";
        try {
            if (!parts.links().take(link.id(), parts.clock().instant())) {
                outcome = "failed: the link was used this moment";
                throw notGood();
            }
            parts.links().usedBy(link.id(), address.user());
            renew(
                    account,
                    password,
                    """
                    Your account got a new password by a link of an administrator, from %s. If it was not you who used it, tell \
                    an administrator at once.\
                    """
                            .formatted(source.getHostAddress()));
            outcome = "done";
        } finally {
            record.over(begun, address, outcome);
        }
    }

    private static RefusedException notGood() {
        return new RefusedException(
                403, "this link is not good, or not any more: ask an administrator for another");
    }

    /// Another name for others to see.
    void rename(Owner owner, String displayName) throws RefusedException {
        String name = displayName(displayName);
        change(
                owner,
                "account name",
                List.of(),
                () -> {
                    if (parts.accounts().rename(owner.address(), name).isEmpty()) {
                        throw new RefusedException(404, "there is no such account any more");
                    }
                });
    }

    /// A name as others may see it.
    static String displayName(String typed) throws RefusedException {
        String name = typed.strip();
        boolean hidden =
                name.codePoints()
                        .anyMatch(c ->
                                Character.isISOControl(c)
                                        || Character.getType(c) == Character.SURROGATE
                                        || Character.getType(c) == Character.LINE_SEPARATOR
                                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                                        || turnsText(c));
        if (name.length() > LONGEST_NAME || hidden) {
            throw RefusedException.unfit(
                    "a name has at most "
                            + LONGEST_NAME
                            + " characters, none of them control characters");
        }
        return name;
    }

    /// With these a name shows what does not stand in it (Unicode UAX #9 §2).
    private static boolean turnsText(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /// The picture that others see.
    void setPicture(Owner owner, byte[] image) throws RefusedException {
        Picture picture = normal(image);
        change(
                owner,
                "account picture",
                List.of(picture.etag()),
                () -> parts.pictures().put(owner.account(), picture));
    }

    private Picture normal(byte[] image) throws RefusedException {
        try {
            return codec.normal(image);
        } catch (PictureRefusedException e) {
            throw RefusedException.unfit(e.getMessage());
        }
    }

    /// Takes it out; nothing where there is none.
    void removePicture(Owner owner) throws RefusedException {
        change(
                owner,
                "account picture",
                List.of("none"),
                () -> {
                    var _ = parts.pictures().remove(owner.account());
                });
    }

    /// Phones that are registered now.
    List<Binding> registered(Account account) {
        return parts.location().lookup(account.address());
    }

    /// By which [#endDevice] knows one.
    static String id(Binding binding) {
        return binding.key().toString();
    }

    /// Ends one registration.
    void endDevice(Owner owner, String id) throws RefusedException {
        Binding device =
                registered(owner.account()).stream()
                        .filter(binding -> id(binding).equals(id.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> new RefusedException(404, NO_SUCH));
        change(
                owner,
                "account device end",
                List.of(device.userAgent()),
                () ->
                        parts.sessions()
                                .end(
                                        owner.address(),
                                        binding -> binding.key().equals(device.key())));
    }

    /// Makes a password for one phone.
    ///
    /// @return it, which is kept nowhere else
    String addLabel(Owner owner, String typed) throws RefusedException {
        String label = typed.strip();
        if (label.isEmpty()
                || label.length() > LONGEST_LABEL
                || label.chars().anyMatch(Character::isISOControl)) {
            throw RefusedException.unfit("a device's name has 1 to 64 characters");
        }
        List<String> had = labels(owner.account());
        if (had.size() >= MOST_LABELS && !had.contains(label)) {
            throw new RefusedException(
                    409, "there are " + MOST_LABELS + " already: take one back first");
        }
        String password = parts.passwords().random();
        change(
                owner,
                "account device add",
                List.of(label),
                () ->
                        replace(
                                owner.account(),
                                label,
                                parts.passwords()
                                        .credentials(owner.account(), label, password, true)));
        return password;
    }

    /// Takes a password for one phone back. Its registration stays until it ends, or is ended.
    void removeLabel(Owner owner, String label) throws RefusedException {
        if (!labels(owner.account()).contains(label)) {
            throw new RefusedException(404, NO_SUCH);
        }
        change(
                owner,
                "account device remove",
                List.of(label),
                () -> {
                    replace(owner.account(), label, List.of());
                    parts.sessions().end(owner.address(), _ -> false);
                });
    }

    /// Ends all registrations but that of the phone by which it is asked, and takes all passwords for single phones back.
    void signOutEverywhere(Owner owner) throws RefusedException {
        change(
                owner,
                "account sign-out",
                List.of(),
                () -> {
                    removeLabels(owner.account());
                    parts.sessions().end(owner.address(), binding -> !owner.isHere(binding));
                });
    }
}
