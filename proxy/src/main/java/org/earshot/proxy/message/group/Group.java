package org.earshot.proxy.message.group;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;

/// A group of people who write to each other under one address.
///
/// @param displayName what people call it, at most 255 characters
/// @param moderated whether only owners may write
/// @param open whether anybody of the domain may join
/// @param history how many of the latest messages a new member gets, 0 to 1000
/// @param members by address
public record Group(
        AddressOfRecord address,
        String displayName,
        boolean moderated,
        boolean open,
        int history,
        Instant createdAt,
        List<Member> members) {
    /// The most messages that a new member gets.
    public static final int MOST_HISTORY = 1000;

    /// Somebody in a group.
    ///
    /// @param owner whether they may change it
    public record Member(AddressOfRecord address, boolean owner) {}

    public Group {
        if (history < 0 || history > MOST_HISTORY) {
            throw new IllegalArgumentException("a history of " + history + " messages");
        }
        members = List.copyOf(members);
    }

    /// Somebody's place in it.
    public Optional<Member> member(AddressOfRecord of) {
        return members.stream().filter(member -> member.address().equals(of)).findFirst();
    }

    /// What people call it: its name, or the first part of its address.
    public String name() {
        return displayName.isBlank() ? address.user() : displayName;
    }

    /// With other rules.
    public Group with(boolean nowModerated, boolean nowOpen, int newHistory) {
        return new Group(
                address, displayName, nowModerated, nowOpen, newHistory, createdAt, members);
    }
}
