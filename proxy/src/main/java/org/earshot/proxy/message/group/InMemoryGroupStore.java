package org.earshot.proxy.message.group;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.MemoryCompanion;

/// Groups until the process ends. Thread-safe.
public final class InMemoryGroupStore implements GroupStore {
    private final Changes changes;
    private final InstantSource clock;
    private final Map<AddressOfRecord, Kept> groups = new HashMap<>();

    /// A group, and how each of its members came.
    private record Kept(Group group, Map<AddressOfRecord, Joined> joined) {
        static Kept made(Group group) {
            return new Kept(group, Map.of())
                    .with(group, new Joined(group.createdAt(), group.historySince()));
        }

        /// @param news of who was not in it
        Kept with(Group after, Joined news) {
            Map<AddressOfRecord, Joined> then = new HashMap<>();
            for (Group.Member member : after.members()) {
                then.put(member.address(), joined.getOrDefault(member.address(), news));
            }
            return new Kept(after, then);
        }
    }

    public InMemoryGroupStore(Changes changes, InstantSource clock) {
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Group> find(AddressOfRecord address) {
        return Optional.ofNullable(groups.get(address)).map(Kept::group);
    }

    @Override
    public synchronized Map<AddressOfRecord, Instant> membershipsOf(AddressOfRecord member) {
        Map<AddressOfRecord, Instant> found = new HashMap<>();
        groups.forEach((address, kept) -> {
            if (kept.joined().containsKey(member)) {
                found.put(address, kept.joined().get(member).at());
            }
        });
        return found;
    }

    @Override
    public List<Membership> groupsOf(AddressOfRecord member) {
        return list().stream()
                .filter(group -> group.member(member).isPresent())
                .map(group ->
                        new Membership(
                                group.address(),
                                group.displayName(),
                                group.moderated(),
                                group.open(),
                                group.isOwner(member),
                                group.members().size()))
                .toList();
    }

    @Override
    public synchronized Map<AddressOfRecord, Joined> joinedAfter(
            AddressOfRecord address, Instant time) {
        Map<AddressOfRecord, Joined> found = new HashMap<>();
        Optional.ofNullable(groups.get(address))
                .map(Kept::joined)
                .orElse(Map.of())
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().at().isAfter(time))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    @Override
    public synchronized List<Group> list() {
        return groups.values().stream()
                .map(Kept::group)
                .sorted(Comparator.comparing(group -> group.address().toString()))
                .toList();
    }

    @Override
    public void create(Group group) {
        synchronized (this) {
            if (groups.putIfAbsent(group.address(), Kept.made(group)) != null) {
                throw new IllegalArgumentException(group.address() + " is a group already");
            }
        }
        announce(group.address());
    }

    @Override
    public Companion creating(Group group) {
        return (MemoryCompanion)
                () -> {
                    synchronized (this) {
                        if (groups.putIfAbsent(group.address(), Kept.made(group)) != null) {
                            throw new CompanionRefusedException(
                                    group.address() + " is a group already");
                        }
                    }
                    return () -> takeAway(group.address());
                };
    }

    private synchronized void takeAway(AddressOfRecord group) {
        groups.remove(group);
    }

    @Override
    public <T> Optional<T> change(AddressOfRecord address, GroupChange<T> change) {
        Optional<GroupChange.Made<T>> made;
        boolean changed;
        synchronized (this) {
            Optional<Group> before = find(address);
            made = make(address, change);
            changed = !before.equals(find(address));
        }
        if (changed) {
            announce(address);
        }
        return made.map(GroupChange.Made::outcome);
    }

    private synchronized <T> Optional<GroupChange.Made<T>> make(
            AddressOfRecord address, GroupChange<T> change) {
        Optional<Kept> before = Optional.ofNullable(groups.get(address));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<GroupChange.Made<T>> made = before.map(kept -> change.make(kept.group(), now));
        made.map(GroupChange.Made::group)
                .ifPresent(after ->
                        groups.put(
                                address,
                                before.orElseThrow()
                                        .with(after, new Joined(now, after.historySince()))));
        return made;
    }

    @Override
    public <T> Companion changing(
            AddressOfRecord address, GroupChange<T> change, Consumer<Optional<T>> outcome) {
        return (MemoryCompanion)
                () -> {
                    Optional<Kept> before;
                    synchronized (this) {
                        before = Optional.ofNullable(groups.get(address));
                        outcome.accept(make(address, change).map(GroupChange.Made::outcome));
                    }
                    return () -> before.ifPresent(kept -> putBack(address, kept));
                };
    }

    private synchronized void putBack(AddressOfRecord address, Kept before) {
        groups.replace(address, before);
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
    public void announce(AddressOfRecord group) {
        changes.announce(Change.of(Topic.GROUP, group));
    }
}
