package org.earshot.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.SipMessages;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupStore;

/// Whom a file is for. Thread-safe; waits for the stores.
///
/// @param accounts of people
/// @param groups of which each member is meant
record FileAddressees(AccountStore accounts, GroupStore groups) {
    /// The accounts, also by a group if its sender may write to that: what is told of a file is else a way to reach all of its members.
    ///
    /// @param from address of its sender
    /// @param parties addresses; who is nobody is left out
    Set<AddressOfRecord> of(String from, List<String> parties) {
        Optional<AddressOfRecord> sender = address(from);
        Set<AddressOfRecord> people = new LinkedHashSet<>();
        for (String party : parties) {
            Optional<AddressOfRecord> to = address(party);
            Optional<Group> group = to.flatMap(groups::find);
            if (group.isEmpty()) {
                to.flatMap(accounts::find).map(Account::address).ifPresent(people::add);
            } else if (sender.filter(who -> mayWrite(who, group.get())).isPresent()) {
                group.get().members().stream().map(Group.Member::address).forEach(people::add);
            }
        }
        return people;
    }

    private static boolean mayWrite(AddressOfRecord who, Group group) {
        return group.member(who).filter(member -> member.owner() || !group.moderated()).isPresent();
    }

    /// @return empty for what is none
    static Optional<AddressOfRecord> address(String text) {
        try {
            return AddressOfRecord.of(SipMessages.addresses().createURI(text));
        } catch (java.text.ParseException e) {
            return Optional.empty();
        }
    }
}
