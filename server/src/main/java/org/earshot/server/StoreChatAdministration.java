package org.earshot.server;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountExistsException;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupChanges;
import org.earshot.proxy.message.group.GroupStore;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.ChatAdministration;

/// The administrator's commands about messages and groups, on the stores of this process. Thread-safe as the stores are.
final class StoreChatAdministration implements ChatAdministration {
    private final Stores stores;
    private final Function<String, AddressOfRecord> addresses;
    private final Function<String, Account> accounts;
    private final InstantSource clock;

    /// @param addresses reads what an administrator wrote
    /// @param accounts finds an account by that, or says that there is none
    StoreChatAdministration(
            Stores stores,
            Function<String, AddressOfRecord> addresses,
            Function<String, Account> accounts,
            InstantSource clock) {
        this.stores = stores;
        this.addresses = addresses;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public List<WaitingFact> waiting(Optional<String> address) {
        return stores.messages().backlogs(address.map(addresses)).entrySet().stream()
                .map(entry ->
                        new WaitingFact(
                                entry.getKey().owner().toString(),
                                entry.getKey().instance(),
                                entry.getValue().waiting(),
                                entry.getValue().oldest()))
                .sorted(
                        Comparator.comparing(WaitingFact::address)
                                .thenComparing(WaitingFact::device))
                .toList();
    }

    @Override
    public boolean block(String owner, String sender, boolean blocked) {
        return stores.messages()
                .block(
                        accounts.apply(owner).address().toString(),
                        addresses.apply(sender).toString(),
                        blocked);
    }

    @Override
    public GroupFact addGroup(String name, String displayName, List<String> owners) {
        checkDisplayName(displayName);
        List<Group.Member> members = new ArrayList<>();
        for (String owner : owners) {
            members.add(new Group.Member(accounts.apply(owner).address(), true));
        }
        try {
            AddressOfRecord address = stores.accounts().reserve(addresses.apply(name));
            stores.groups()
                    .create(
                            new Group(
                                    address,
                                    displayName,
                                    false,
                                    false,
                                    0,
                                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                                    members));
            return fact(stores.groups().find(address).orElseThrow());
        } catch (AccountExistsException | IllegalArgumentException e) {
            throw new AdminException(e.getMessage());
        }
    }

    private static void checkDisplayName(String displayName) {
        if (displayName.length() > StoreAdministration.LONGEST_DISPLAY_NAME
                || displayName.chars().anyMatch(Character::isISOControl)) {
            throw new AdminException(
                    "a display name has at most "
                            + StoreAdministration.LONGEST_DISPLAY_NAME
                            + " characters, none of them control characters");
        }
    }

    private Group find(String name) {
        AddressOfRecord address = addresses.apply(name);
        return stores.groups()
                .find(address)
                .orElseThrow(() ->
                        new AdminException(
                                "there is no group " + address + "; earshot admin group list"));
    }

    @Override
    public List<GroupFact> groups() {
        return stores.groups().list().stream().map(StoreChatAdministration::fact).toList();
    }

    @Override
    public GroupFact group(String name) {
        return fact(find(name));
    }

    private static GroupFact fact(Group group) {
        return new GroupFact(
                group.address().toString(),
                group.displayName(),
                group.moderated(),
                group.open(),
                group.history(),
                group.historySince(),
                group.createdAt(),
                group.members().stream()
                        .map(member -> new MemberFact(member.address().toString(), member.owner()))
                        .toList());
    }

    @Override
    public GroupFact setGroup(
            String name,
            Optional<String> displayName,
            Optional<Boolean> moderated,
            Optional<Boolean> open,
            Optional<Integer> history) {
        displayName.ifPresent(StoreChatAdministration::checkDisplayName);
        history.filter(count -> count < 0 || count > Group.MOST_HISTORY)
                .ifPresent(count -> {
                    throw new AdminException(
                            "a history of " + count + " messages; 0 to " + Group.MOST_HISTORY);
                });
        Group group = find(name);
        stores.groups()
                .change(
                        group.address(),
                        GroupChanges.hidingThePast(
                                GroupChanges.set(before -> {
                                    Group after =
                                            displayName.map(before::withDisplayName).orElse(before);
                                    after = moderated.map(after::withModerated).orElse(after);
                                    after = open.map(after::withOpen).orElse(after);
                                    return history.map(after::withHistory).orElse(after);
                                })));
        return group(name);
    }

    @Override
    public boolean releaseGroup(String name) {
        return stores.groups().change(find(name).address(), GroupChanges.release()).orElse(false);
    }

    @Override
    public void deleteGroup(String name) {
        stores.groups().delete(find(name).address());
    }

    @Override
    public boolean putMember(String name, String member, boolean owner) {
        GroupChanges.Coming coming =
                stores.groups()
                        .change(
                                find(name).address(),
                                GroupChanges.hidingThePast(
                                        GroupChanges.put(
                                                new Group.Member(
                                                        accounts.apply(member).address(), owner))))
                        .orElseThrow(() -> new AdminException("there is no group " + name));
        return switch (coming) {
            case CAME, IS_OTHER -> true;
            case SAME -> false;
            case FULL ->
                    throw new AdminException(
                            "a group has at most " + GroupStore.MOST_MEMBERS + " members");
        };
    }

    @Override
    public void removeMember(String name, String member) {
        if (!stores.groups().remove(find(name).address(), addresses.apply(member))) {
            throw new AdminException(member + " is not in " + name);
        }
    }
}
