package org.earshot.server.people;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountExistsException;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.AccountName;
import org.earshot.common.account.InvalidAccountNameException;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;
import org.earshot.proxy.archive.ArchiveEvent.Administered;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.NotYetAnchoredException;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupChange;
import org.earshot.proxy.message.group.GroupChange.Made;
import org.earshot.proxy.message.group.GroupChanges;
import org.earshot.proxy.message.group.GroupCommand;
import org.earshot.proxy.message.group.GroupRuling;
import org.earshot.proxy.message.group.GroupRuling.Said;
import org.earshot.proxy.message.group.GroupRuling.Verdict;
import org.earshot.proxy.message.group.GroupStore;
import org.earshot.server.config.PeopleConfig;

/// What people do with their groups by the account API: what they could say to the group by chat ([GroupRuling] judges both), and make
/// new ones. A change is committed together with its event, or not at all. Thread-safe; waits for the stores, and throws
/// [org.earshot.common.db.StoreUnavailableException] or [ArchiveUnavailableException] where something can't be done now.
final class GroupDesk {
    /// Who is in so many groups makes no other one.
    static final int MOST_GROUPS = 200;

    /// Names of groups are used up: each account makes twenty at once, and then one every 72 minutes, on each node.
    private static final TokenBucket.Limit MAKING = new TokenBucket.Limit(20 / 86400.0, 20);

    /// Others may change the group between a look at it and the commit.
    private static final int TRIES = 8;

    private static final int LONGEST_STATE = 8000;
    private static final String DONE = "done";

    private final PeopleParts parts;
    private final GroupParts groups;
    private final PeopleRecord record;
    private final RateLimit<AccountId> making;

    GroupDesk(PeopleParts parts, GroupParts groups) {
        this.parts = parts;
        this.groups = groups;
        this.record = new PeopleRecord(parts.archive(), this::state, parts.clock());
        this.making = new RateLimit<>(MAKING, parts.clock());
    }

    private String state(AddressOfRecord group) {
        return groups.groups().find(group).map(Group::inWords).orElse("none");
    }

    /// A group that somebody wants.
    ///
    /// @param name in its address; empty: one that goes with `displayName`
    /// @param members besides who wants it, as typed
    record Wish(String displayName, Optional<String> name, List<String> members) {}

    /// The groups of somebody.
    List<GroupStore.Membership> of(Account account) {
        return groups.groups().groupsOf(account.address());
    }

    /// Whether somebody may make another one, as far as that is known before.
    boolean mayMake() {
        return groups.makers().get() == PeopleConfig.Groups.STAFF;
    }

    /// A group that somebody is in; of others nobody learns whether there is one.
    Group find(Account account, String name) throws RefusedException {
        return groups.groups()
                .find(new AddressOfRecord(name.toLowerCase(Locale.ROOT), parts.domain()))
                .filter(group -> group.member(account.address()).isPresent())
                .orElseThrow(() -> new RefusedException(404, "you are in no such group"));
    }

    /// Makes one, which belongs to whoever wants it. What is put into it is there when this returns.
    Group make(People.Owner owner, Wish wish) throws RefusedException {
        if (!mayMake()) {
            throw new RefusedException(403, "administrators make groups here: ask one");
        }
        String displayName = People.displayName(wish.displayName());
        if (displayName.isEmpty()) {
            throw RefusedException.unfit("a group needs a name");
        }
        AddressOfRecord maker = owner.account().address();
        if (groups.groups().groupsOf(maker).size() >= MOST_GROUPS) {
            throw new RefusedException(
                    409, "you are in " + MOST_GROUPS + " groups already: leave one first");
        }
        List<AccountName> names = names(wish.name(), displayName);
        GroupChange<Said> filling = adding(owner, wish.members());
        Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
        // what can't be is found before a name is used up
        Group tried = made(address(names.getFirst()), displayName, maker, now);
        filled(tried, filling, now);
        if (!making.tryTake(owner.account().id())) {
            throw RefusedException.tooOften(MAKING, "too many new groups: wait for an hour or two");
        }
        Administered begun =
                record.begin(
                        actor(owner),
                        "group add",
                        tried.address(),
                        Optional.empty(),
                        Stream.concat(Stream.of(displayName), addresses(wish.members()).stream())
                                .toList());
        try {
            Group empty = made(reserve(names), displayName, maker, now);
            Group full = filled(empty, filling, now);
            commit(
                    event(
                            owner,
                            "group add",
                            begun.details(),
                            Optional.empty(),
                            full,
                            Optional.of(begun.id())),
                    // one after the other: who is put in is told so, who makes it knows
                    groups.groups().creating(empty).and(replacing(empty, full)),
                    full.address());
            return full;
        } catch (RefusedException e) {
            record.over(begun, tried.address(), "failed: " + e.getMessage());
            throw e;
        } catch (CompanionRefusedException e) { // nobody else could have made it
            throw new IllegalStateException("a new group was not taken", e);
        }
    }

    private List<AccountName> names(Optional<String> wanted, String displayName)
            throws RefusedException {
        if (wanted.isEmpty()) {
            return GroupNames.of(displayName).toList();
        }
        try {
            return List.of(AccountName.of(wanted.get()));
        } catch (InvalidAccountNameException e) {
            throw RefusedException.unfit(e.getMessage());
        }
    }

    private AddressOfRecord address(AccountName name) {
        return new AddressOfRecord(name.value(), parts.domain());
    }

    private static Group made(
            AddressOfRecord address, String displayName, AddressOfRecord maker, Instant now) {
        return new Group(
                address, displayName, false, false, 0, now, List.of(new Group.Member(maker, true)));
    }

    private static Group filled(Group empty, GroupChange<Said> filling, Instant now)
            throws RefusedException {
        Made<Said> made = filling.make(empty, now);
        refuseUnlessDone(made.outcome());
        return made.group();
    }

    private AddressOfRecord reserve(List<AccountName> names) throws RefusedException {
        for (AccountName name : names) {
            try {
                return parts.accounts().reserve(address(name));
            } catch (AccountExistsException | InvalidAccountNameException _) {
                // the next one; what it says names whoever has it, also a group that is nobody's
                // business
            }
        }
        throw new RefusedException(
                409,
                names.size() == 1
                        ? "this address can't be had: choose another one"
                        : "no name is left that goes with this one");
    }

    /// Puts people in.
    ///
    /// @param who names or addresses, all of whom come in or none
    void add(People.Owner owner, String group, List<String> who) throws RefusedException {
        change(owner, group, "group member add", addresses(who), adding(owner, who));
    }

    private GroupChange<Said> adding(People.Owner owner, List<String> who) throws RefusedException {
        List<GroupChange<Said>> all = new ArrayList<>();
        for (String typed : who) {
            all.add(ruling(owner, new GroupCommand.Add(typed)));
        }
        return new GroupRuling(owner.account().address()).all(all);
    }

    /// Takes somebody out who is no owner.
    void remove(People.Owner owner, String group, String who) throws RefusedException {
        change(
                owner,
                group,
                "group member remove",
                addresses(List.of(who)),
                ruling(owner, new GroupCommand.Remove(who)));
    }

    /// Has somebody own it too, who comes in for that if need be, or be a member like others.
    void setOwner(People.Owner owner, String group, String who, boolean owns)
            throws RefusedException {
        change(
                owner,
                group,
                "group member add",
                List.of(address(who).toString(), owns ? "as an owner" : "as no owner"),
                ruling(owner, owns ? new GroupCommand.Owner(who) : new GroupCommand.Plain(who)));
    }

    /// Whoever asks is not in it any more.
    void leave(People.Owner owner, String group) throws RefusedException {
        change(owner, group, "group leave", List.of(), ruling(owner, new GroupCommand.Leave()));
    }

    /// Another name for people to see.
    void rename(People.Owner owner, String group, String displayName) throws RefusedException {
        String name = People.displayName(displayName);
        if (name.isEmpty()) {
            throw RefusedException.unfit("a group needs a name");
        }
        change(
                owner,
                group,
                "group set",
                List.of("display name " + name),
                new GroupRuling(owner.account().address()).rename(name));
    }

    /// As the same command by chat. Who says so from here could have any phone: so where nothing of before is for new devices of the
    /// account, whoever comes in gets nothing of before either.
    private GroupChange<Said> ruling(People.Owner owner, GroupCommand command)
            throws RefusedException {
        Optional<GroupRuling.Named> named = Optional.empty();
        if (GroupRuling.named(command).isPresent()) {
            named = Optional.of(named(GroupRuling.named(command).get()));
        }
        GroupChange<Said> change =
                new GroupRuling(owner.account().address()).of(command, named).orElseThrow();
        return groups.withholding().isHeld(owner.account().address())
                ? GroupChanges.hidingThePast(change)
                : change;
    }

    private GroupRuling.Named named(String typed) throws RefusedException {
        AddressOfRecord address = address(typed);
        String user = address.user();
        return new GroupRuling.Named(
                address,
                user,
                parts.accounts()
                        .find(address)
                        .map(account ->
                                account.displayName().isBlank() ? user : account.displayName()));
    }

    /// Of a name or an address.
    private AddressOfRecord address(String typed) throws RefusedException {
        String plain = typed.strip().toLowerCase(Locale.ROOT);
        String name = plain.startsWith("sip:") ? plain.substring(4) : plain;
        String at = "@" + parts.domain();
        try {
            return address(
                    AccountName.of(
                            name.endsWith(at)
                                    ? name.substring(0, name.length() - at.length())
                                    : name));
        } catch (InvalidAccountNameException _) {
            throw RefusedException.unfit("nobody of this organisation has such an address");
        }
    }

    private List<String> addresses(List<String> typed) throws RefusedException {
        List<String> addresses = new ArrayList<>();
        for (String one : typed) {
            addresses.add(address(one).toString());
        }
        return addresses;
    }

    private void change(
            People.Owner owner,
            String name,
            String action,
            List<String> details,
            GroupChange<Said> change)
            throws RefusedException {
        for (int i = 0; i < TRIES; i++) {
            Group before = find(owner.account(), name);
            Made<Said> made =
                    change.make(before, parts.clock().instant().truncatedTo(ChronoUnit.MICROS));
            refuseUnlessDone(made.outcome());
            if (made.group().equals(before)) {
                return; // nothing changes, and there is nothing to be recorded
            }
            try {
                commit(
                        event(
                                owner,
                                action,
                                details,
                                Optional.of(before),
                                made.group(),
                                Optional.empty()),
                        replacing(before, made.group()),
                        before.address());
                return;
            } catch (CompanionRefusedException _) {
                // it is another one by now: judged anew
            }
        }
        throw new RefusedException(503, "others change this group just now: try again");
    }

    /// Makes it what was judged and recorded, if it is still the one that was looked at.
    private Companion replacing(Group before, Group after) {
        return groups.groups()
                .changing(
                        before.address(),
                        (now, _) -> {
                            boolean same = now.equals(before);
                            return new Made<>(same ? after : now, same);
                        },
                        replaced -> {
                            if (!replaced.orElse(false)) {
                                throw new CompanionRefusedException("it is another one by now");
                            }
                        });
    }

    private void commit(Administered event, Companion companion, AddressOfRecord group) {
        try {
            var _ = parts.archive().submit(event, Optional.of(companion)).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case CompanionRefusedException refused -> throw refused;
                // it is so, and can't be refused any more: who asked again would do it twice
                case NotYetAnchoredException _ -> {}
                case ArchiveUnavailableException unavailable -> throw unavailable;
                case null, default ->
                        throw new ArchiveUnavailableException(
                                "the event is not in the record for sure", e);
            }
        } finally {
            groups.groups().announce(group);
        }
    }

    private static PeopleRecord.Actor actor(People.Owner owner) {
        return new PeopleRecord.Actor(owner.account().address().toString(), owner.source());
    }

    private Administered event(
            People.Owner owner,
            String action,
            List<String> details,
            Optional<Group> before,
            Group after,
            Optional<UUID> begun) {
        return new Administered(
                UUID.randomUUID(),
                parts.clock().instant(),
                Administered.Stage.DONE,
                actor(owner).toString(),
                Optional.empty(),
                action,
                Optional.of(after.address().user()),
                Optional.of(after.address().toString()),
                details,
                Optional.of(before.map(GroupDesk::words).orElse("none")),
                Optional.of(words(after)),
                Optional.of(DONE),
                begun);
    }

    private static String words(Group group) {
        String words = group.inWords();
        return words.substring(0, Math.min(words.length(), LONGEST_STATE));
    }

    private static void refuseUnlessDone(Said said) throws RefusedException {
        Verdict verdict = said.verdict();
        switch (verdict) {
            case DONE -> {}
            case OWNERS_ONLY ->
                    throw new RefusedException(403, "only owners of the group can do that");
            case NOBODY -> throw RefusedException.unfit(said.words());
            case NO_MEMBER -> throw new RefusedException(404, said.words());
            case ONLY_OWNER ->
                    throw new RefusedException(
                            409, "a group with members keeps an owner: name another one first");
            case OWNER_FIRST ->
                    throw new RefusedException(
                            409, "an owner has to be a member like others first");
            case FULL, CLOSED -> throw new RefusedException(409, said.words());
        }
    }
}
