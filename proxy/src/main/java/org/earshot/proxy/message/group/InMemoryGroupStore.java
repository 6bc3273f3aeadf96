package org.earshot.proxy.message.group;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;

/// Groups until the process ends. Thread-safe.
public final class InMemoryGroupStore implements GroupStore {
    private final Changes changes;
    private final InstantSource clock;
    private final Map<AddressOfRecord, Group> groups = new HashMap<>();
    private final Map<List<AddressOfRecord>, Instant> joined = new HashMap<>();

    public InMemoryGroupStore(Changes changes, InstantSource clock) {
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Group> find(AddressOfRecord address) {
        return Optional.ofNullable(groups.get(address));
    }

    @Override
    public synchronized Map<AddressOfRecord, Instant> membershipsOf(AddressOfRecord member) {
        Map<AddressOfRecord, Instant> found = new HashMap<>();
        groups.forEach((address, group) -> {
            if (group.member(member).isPresent()) {
                found.put(address, joined.get(List.of(address, member)));
            }
        });
        return found;
    }

    @Override
    public synchronized Map<AddressOfRecord, Instant> joinedAfter(
            AddressOfRecord address, Instant time) {
        Map<AddressOfRecord, Instant> found = new HashMap<>();
        Optional.ofNullable(groups.get(address)).map(Group::members).orElse(List.of()).stream()
                .map(Group.Member::address)
                .filter(member -> joined.get(List.of(address, member)).isAfter(time))
                .forEach(member -> found.put(member, joined.get(List.of(address, member))));
        return found;
    }

    private void joined(AddressOfRecord group, Group.Member member, Instant at) {
        joined.put(List.of(group, member.address()), at);
    }

    @Override
    public synchronized List<Group> list() {
        return groups.values().stream()
                .sorted(Comparator.comparing(group -> group.address().toString()))
                .toList();
    }

    @Override
    public void create(Group group) {
        synchronized (this) {
            Group sorted = withMembers(group, group.members());
            if (groups.putIfAbsent(group.address(), sorted) != null) {
                throw new IllegalArgumentException(group.address() + " is a group already");
            }
            group.members().forEach(member -> joined(group.address(), member, group.createdAt()));
        }
        announce(group.address());
    }

    @Override
    public boolean change(Group group) {
        synchronized (this) {
            Group before = groups.get(group.address());
            if (before == null) {
                return false;
            }
            groups.put(group.address(), withMembers(group, before.members()));
        }
        announce(group.address());
        return true;
    }

    @Override
    public boolean delete(AddressOfRecord address) {
        synchronized (this) {
            if (groups.remove(address) == null) {
                return false;
            }
        }
        announce(address);
        return true;
    }

    @Override
    public boolean join(AddressOfRecord group, AddressOfRecord member) {
        return put(group, new Group.Member(member, false), false);
    }

    @Override
    public boolean put(AddressOfRecord group, Group.Member member) {
        return put(group, member, true);
    }

    /// @param changing whether who is in it already becomes what is said
    private boolean put(AddressOfRecord address, Group.Member member, boolean changing) {
        synchronized (this) {
            Group before = groups.get(address);
            if (before == null) {
                throw new IllegalArgumentException("there is no group " + address);
            }
            boolean isNew = before.member(member.address()).isEmpty();
            if (before.members().contains(member) || !(isNew || changing)) {
                return false;
            }
            List<Group.Member> members = new ArrayList<>(before.members());
            members.removeIf(other -> other.address().equals(member.address()));
            if (members.size() >= MOST_MEMBERS) {
                throw new IllegalArgumentException(
                        "a group has at most " + MOST_MEMBERS + " members");
            }
            members.add(member);
            if (isNew) {
                joined(address, member, clock.instant());
            }
            groups.put(address, withMembers(before, members));
        }
        announce(address);
        return true;
    }

    @Override
    public boolean demote(AddressOfRecord address, AddressOfRecord member) {
        synchronized (this) {
            Group before = groups.get(address);
            if (before == null || !GroupStore.isOneOfTheOwners(before.members(), member)) {
                return false;
            }
            List<Group.Member> members = new ArrayList<>(before.members());
            members.remove(new Group.Member(member, true));
            members.add(new Group.Member(member, false));
            groups.put(address, withMembers(before, members));
        }
        announce(address);
        return true;
    }

    @Override
    public Leaving leave(AddressOfRecord address, AddressOfRecord member) {
        synchronized (this) {
            List<Group.Member> members = find(address).map(Group::members).orElse(List.of());
            Leaving leaving = GroupStore.leaving(members, member);
            if (leaving != Leaving.GONE) {
                return leaving;
            }
            takeOut(address, member);
        }
        announce(address);
        return Leaving.GONE;
    }

    @Override
    public boolean remove(AddressOfRecord address, AddressOfRecord member) {
        synchronized (this) {
            if (find(address).flatMap(group -> group.member(member)).isEmpty()) {
                return false;
            }
            takeOut(address, member);
        }
        announce(address);
        return true;
    }

    private void takeOut(AddressOfRecord address, AddressOfRecord member) {
        Group before = groups.get(address);
        List<Group.Member> members = new ArrayList<>(before.members());
        members.removeIf(other -> other.address().equals(member));
        groups.put(address, withMembers(before, members));
    }

    @Override
    public void removeEverywhere(AddressOfRecord member) {
        list().forEach(group -> remove(group.address(), member));
    }

    private void announce(AddressOfRecord group) {
        changes.announce(Change.of(Topic.GROUP, group));
    }

    private static Group withMembers(Group group, List<Group.Member> members) {
        return new Group(
                group.address(),
                group.displayName(),
                group.moderated(),
                group.open(),
                group.history(),
                group.createdAt(),
                members.stream()
                        .sorted(Comparator.comparing(member -> member.address().toString()))
                        .toList());
    }
}
