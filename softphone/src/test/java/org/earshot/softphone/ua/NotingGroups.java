package org.earshot.softphone.ua;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Groups that do nothing but note their commands, and answer at once with what a test has put there. Thread-safe as the list is.
public final class NotingGroups implements GroupService {
    private final List<String> commands;
    private final List<Whole> groups = new ArrayList<>();
    private boolean mayMake = true;
    private Optional<AccountFailure> failure = Optional.empty();

    NotingGroups(List<String> commands) {
        this.commands = commands;
    }

    /// Somebody in a group.
    public static Member member(String address, String name, boolean owner) {
        return new Member(address, name, owner, Optional.empty());
    }

    /// There is a group, or it is another one now.
    public void put(String address, String name, boolean owner, Member... members) {
        groups.removeIf(one -> one.group().address().equals(address));
        groups.add(
                new Whole(
                        new Group(address, name, owner, false, false, members.length),
                        List.of(members)));
    }

    /// We are in none of that address any more.
    public void takeAway(String address) {
        groups.removeIf(one -> one.group().address().equals(address));
    }

    /// Whether others may be made.
    public void mayMake(boolean may) {
        mayMake = may;
    }

    /// What is asked from now on fails.
    public void failWith(AccountFailure why) {
        failure = Optional.of(why);
    }

    private <T> CompletionStage<T> note(String command, T answer) {
        commands.add(command);
        return failure.<CompletionStage<T>>map(CompletableFuture::failedFuture)
                .orElseGet(() -> CompletableFuture.completedFuture(answer));
    }

    private CompletionStage<Void> note(String command) {
        return note(command, null);
    }

    @Override
    public CompletionStage<Mine> mine() {
        return note("groups", new Mine(mayMake, groups.stream().map(Whole::group).toList()));
    }

    @Override
    public CompletionStage<Whole> members(String group) {
        Optional<Whole> whole =
                groups.stream().filter(one -> one.group().address().equals(group)).findFirst();
        if (whole.isEmpty()) {
            commands.add("group members " + group);
            return CompletableFuture.failedFuture(
                    new AccountFailure(AccountFailure.Trouble.GONE, "you are in no such group"));
        }
        return note("group members " + group, whole.get());
    }

    @Override
    public CompletionStage<Whole> make(String displayName, List<String> members) {
        List<Member> all = new ArrayList<>(List.of(member("sip:alice@example.org", "", true)));
        members.forEach(who -> all.add(member(who, "", false)));
        Group made = new Group("sip:new@example.org", displayName, true, false, false, all.size());
        if (failure.isEmpty()) {
            groups.add(new Whole(made, all));
        }
        return note(
                "group make " + displayName + " " + String.join(" ", members),
                new Whole(made, all));
    }

    @Override
    public CompletionStage<Void> add(String group, List<String> who) {
        return note("group add " + group + " " + String.join(" ", who));
    }

    @Override
    public CompletionStage<Void> remove(String group, String who) {
        return note("group remove " + group + " " + who);
    }

    @Override
    public CompletionStage<Void> setOwner(String group, String who, boolean owner) {
        return note("group " + (owner ? "owner " : "member ") + group + " " + who);
    }

    @Override
    public CompletionStage<Void> leave(String group) {
        return note("group leave " + group);
    }

    @Override
    public CompletionStage<Void> rename(String group, String displayName) {
        return note("group rename " + group + " " + displayName);
    }
}
