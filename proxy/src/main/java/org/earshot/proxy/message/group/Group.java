package org.earshot.proxy.message.group;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.common.address.AddressOfRecord;

/// A group of people who write to each other under one address.
///
/// @param displayName what people call it, at most 255 characters
/// @param moderated whether only owners may write
/// @param open whether anybody of the domain may join
/// @param history how many of the latest messages a new member gets, 0 to 1000
/// @param historySince only what was written after it is given to new members; when the group was made, or when an
///     administrator let somebody in, or more of them see more ([GroupChanges#hidingThePast])
/// @param members by address
public record Group(
        AddressOfRecord address,
        String displayName,
        boolean moderated,
        boolean open,
        int history,
        Instant historySince,
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
        List<Member> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparing(member -> member.address().toString()));
        members = List.copyOf(sorted);
    }

    /// One that is made now.
    public Group(
            AddressOfRecord address,
            String displayName,
            boolean moderated,
            boolean open,
            int history,
            Instant createdAt,
            List<Member> members) {
        this(address, displayName, moderated, open, history, createdAt, createdAt, members);
    }

    /// Somebody's place in it.
    public Optional<Member> member(AddressOfRecord of) {
        return members.stream().filter(member -> member.address().equals(of)).findFirst();
    }

    /// Whether somebody is one of its owners.
    public boolean isOwner(AddressOfRecord of) {
        return member(of).map(Member::owner).orElse(false);
    }

    /// What people call it: its name, or the first part of its address.
    public String name() {
        return displayName.isBlank() ? address.user() : displayName;
    }

    /// How it is, in words: as it stands in the record.
    public String inWords() {
        return address
                + " \""
                + displayName
                + "\", moderated "
                + moderated
                + ", open "
                + open
                + ", history "
                + history
                + " of those after "
                + historySince
                + ", members: "
                + members.stream()
                        .map(member -> member.address() + (member.owner() ? " (owner)" : ""))
                        .collect(Collectors.joining(", "));
    }

    /// With another name.
    public Group withDisplayName(String to) {
        return new Group(address, to, moderated, open, history, historySince, createdAt, members);
    }

    /// Where only owners write, or all members.
    public Group withModerated(boolean to) {
        return new Group(address, displayName, to, open, history, historySince, createdAt, members);
    }

    /// Where anybody may join, or only who is added.
    public Group withOpen(boolean to) {
        return new Group(
                address, displayName, moderated, to, history, historySince, createdAt, members);
    }

    /// Where new members get so many messages.
    public Group withHistory(int to) {
        return new Group(
                address, displayName, moderated, open, to, historySince, createdAt, members);
    }

    /// Where new members get what was written after a time.
    public Group withHistorySince(Instant to) {
        return new Group(address, displayName, moderated, open, history, to, createdAt, members);
    }

    /// With other members.
    public Group withMembers(List<Member> to) {
        return new Group(
                address, displayName, moderated, open, history, historySince, createdAt, to);
    }
}
