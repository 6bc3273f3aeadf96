package org.earshot.softphone.ua;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.softphone.ua.AccountGateway.Own;

/// Asks the server about groups for whoever is logged in. Thread-safe.
final class GroupCommands implements GroupService {
    private final AccountCommands account;
    private final GroupGateway gateway;

    GroupCommands(AccountCommands account, GroupGateway gateway) {
        this.account = account;
        this.gateway = gateway;
    }

    /// Asks about one name of our own domain.
    private <T> CompletionStage<T> about(
            String address, BiFunction<Own, String, CompletionStage<T>> question) {
        return account.ask(own -> {
            try {
                return question.apply(own, user(address, own));
            } catch (IllegalArgumentException e) {
                return AccountCommands.refused(e.getMessage());
            }
        });
    }

    /// @throws IllegalArgumentException if it is none of our domain
    private static String user(String address, Own own) {
        AddressOfRecord of = SipUris.addressOfRecord(AccountCommands.withDomain(address, own));
        if (!of.domain().equals(own.account().address().domain())) {
            throw new IllegalArgumentException(
                    address + " is not of " + own.account().address().domain());
        }
        return of.user();
    }

    private static List<String> users(List<String> addresses, Own own) {
        List<String> users = new ArrayList<>();
        for (String address : addresses) {
            users.add(user(address, own));
        }
        return users;
    }

    @Override
    public CompletionStage<Mine> mine() {
        return account.ask(gateway::mine);
    }

    @Override
    public CompletionStage<Whole> members(String group) {
        return about(group, gateway::members);
    }

    @Override
    public CompletionStage<Whole> make(String displayName, List<String> members) {
        return account.ask(own -> {
            try {
                return gateway.make(own, displayName.strip(), users(members, own));
            } catch (IllegalArgumentException e) {
                return AccountCommands.refused(e.getMessage());
            }
        });
    }

    @Override
    public CompletionStage<Void> add(String group, List<String> who) {
        return about(group, (own, name) -> gateway.add(own, name, users(who, own)));
    }

    @Override
    public CompletionStage<Void> remove(String group, String who) {
        return about(group, (own, name) -> gateway.remove(own, name, user(who, own)));
    }

    @Override
    public CompletionStage<Void> setOwner(String group, String who, boolean owner) {
        return about(group, (own, name) -> gateway.setOwner(own, name, user(who, own), owner));
    }

    @Override
    public CompletionStage<Void> leave(String group) {
        return about(group, gateway::leave);
    }

    @Override
    public CompletionStage<Void> rename(String group, String displayName) {
        return about(group, (own, name) -> gateway.rename(own, name, displayName.strip()));
    }
}
