package org.earshot.server;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.key.KeyRing;
import org.earshot.common.text.ShownTime;
import org.earshot.proxy.archive.KeepingPeriod;
import org.earshot.proxy.message.group.Group;
import org.earshot.registrar.presence.store.Verdict;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.SubjectStates;
import org.earshot.server.files.FileKeeping;
import org.earshot.server.files.Quarantine;
import org.earshot.server.token.Scope;

/// How things are in the stores of this process, in words. Thread-safe as the stores are.
final class StoreStates implements SubjectStates {
    private static final String NONE = "none";

    private final Stores stores;
    private final KeyRing keys;
    private final FileKeeping files;
    private final Quarantine quarantine;
    private final Function<String, AddressOfRecord> addresses;
    private final Supplier<String> configuration;
    private final Function<String, String> bans;

    /// @param addresses reads what an administrator wrote, or throws [AdminException]
    StoreStates(
            Stores stores,
            KeyRing keys,
            FileKeeping files,
            Quarantine quarantine,
            Function<String, AddressOfRecord> addresses,
            Supplier<String> configuration,
            Function<String, String> bans) {
        this.stores = stores;
        this.keys = keys;
        this.files = files;
        this.quarantine = quarantine;
        this.addresses = addresses;
        this.configuration = configuration;
        this.bans = bans;
    }

    @Override
    public String ban(String network) {
        return bans.apply(network);
    }

    @Override
    public String configuration() {
        return configuration.get();
    }

    private Optional<Account> find(String name) {
        return stores.accounts().find(addresses.apply(name));
    }

    @Override
    public String account(String name) {
        return find(name)
                .map(account ->
                        account.address()
                                + " \""
                                + account.displayName()
                                + "\", passwords: "
                                + stores.credentials().find(account.id()).stream()
                                        .map(credential ->
                                                (credential.label().isEmpty()
                                                                ? "its own"
                                                                : "\"" + credential.label() + "\"")
                                                        + " "
                                                        + credential.algorithm())
                                        .collect(Collectors.joining(", "))
                                + (stores.withholding().isHeld(account.address())
                                        ? "; history withheld from new devices"
                                        : ""))
                .or(() -> closed(name))
                .orElse(NONE);
    }

    private Optional<String> closed(String name) {
        return stores.accounts().closed().stream()
                .filter(closed -> closed.account().address().equals(addresses.apply(name)))
                .map(closed ->
                        closed.account().address()
                                + " \""
                                + closed.account().displayName()
                                + "\", closed since "
                                + ShownTime.of(closed.since()))
                .findFirst();
    }

    @Override
    public String group(String name) {
        return stores.groups().find(addresses.apply(name)).map(Group::inWords).orElse(NONE);
    }

    @Override
    public String presence(String owner, String watcher) {
        AddressOfRecord who = addresses.apply(watcher);
        Map<AddressOfRecord, Verdict> rules =
                find(owner)
                        .map(account -> stores.presence().rules().rulesOf(account.address()))
                        .orElse(Map.of());
        return Optional.ofNullable(rules.get(who))
                .map(verdict ->
                        who + " " + verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse(NONE);
    }

    @Override
    public String contact(String owner, String contact) {
        AddressOfRecord who = addresses.apply(contact);
        return find(owner).stream()
                .flatMap(account ->
                        stores.presence().contacts().contactsOf(account.address()).stream())
                .filter(entry -> entry.address().equals(who))
                .map(entry -> who + " \"" + entry.displayName() + "\"")
                .findFirst()
                .orElse(NONE);
    }

    @Override
    public String blocked(String owner, String sender) {
        return find(owner)
                .map(account ->
                        stores.messages()
                                        .isBlocked(
                                                account.address().toString(),
                                                addresses.apply(sender).toString())
                                ? "blocked"
                                : "not blocked")
                .orElse(NONE);
    }

    @Override
    public String history(String name) {
        return find(name)
                .map(Account::address)
                .map(owner ->
                        stores.withholding().isHeld(owner)
                                ? "withheld from all devices but "
                                        + stores.withholding().trusted(owner).stream()
                                                .sorted()
                                                .collect(Collectors.joining(", "))
                                : "given to all devices")
                .orElse(NONE);
    }

    @Override
    public String keys() {
        return String.join(", ", keys.names());
    }

    @Override
    public String reviewRule(String name) {
        return stores.review()
                .rules()
                .latest(name)
                .map(rule -> rule.removed() ? "removed" : "version " + rule.version())
                .orElse(NONE);
    }

    @Override
    public String reviewItem(String number) {
        return Optional.of(number)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .flatMap(text -> stores.review().item(Long.parseLong(text)))
                .map(item ->
                        item.state().text() + item.holder().map(name -> " by " + name).orElse(""))
                .orElse(NONE);
    }

    @Override
    public String recusals(String officer) {
        return String.join(", ", stores.review().recusals().getOrDefault(officer, Set.of()));
    }

    @Override
    public String person(String name) {
        return stores.people().list().stream()
                .filter(person -> person.name().equals(name))
                .map(person ->
                        person.words()
                                + ", appointed "
                                + person.appointedAt()
                                + " by "
                                + person.appointedBy()
                                + person.removedAt()
                                        .map(at -> ", removed " + ShownTime.of(at))
                                        .orElse("")
                                + Optional.ofNullable(stores.people().ties().get(name))
                                        .map(tie ->
                                                ", subject "
                                                        + tie.identity().subject()
                                                        + " at "
                                                        + tie.identity().issuer())
                                        .orElse(""))
                .findFirst()
                .orElse(NONE);
    }

    @Override
    public String retention(String name) {
        return stores.archiveParts()
                .retention()
                .policy()
                .rule(name)
                .map(rule -> rule.period().map(KeepingPeriod::toString).orElse("forever"))
                .orElse("never set, kept for ever");
    }

    @Override
    public String hold(String name) {
        return stores.archiveParts().retention().policy().holds().stream()
                .filter(placed -> placed.hold().name().equals(name))
                .map(placed -> placed.hold().words())
                .findFirst()
                .orElse(NONE);
    }

    @Override
    public String file(String id) {
        return files.find(id)
                .map(kept ->
                        (kept.row().whole() ? "" : "not whole, ")
                                + kept.row().size()
                                + " bytes of "
                                + kept.row().owner()
                                + kept.facts().map(facts -> " \"" + facts.name() + "\"").orElse("")
                                + ", for: "
                                + String.join(", ", kept.parties()))
                .orElse(NONE);
    }

    @Override
    public String heldFile(String id) {
        return quarantine
                .find(id)
                .map(held ->
                        held.row().size()
                                + " bytes of "
                                + held.row().owner()
                                + held.facts().map(facts -> " \"" + facts.name() + "\"").orElse("")
                                + ", held back: "
                                + held.reason()
                                + ", for: "
                                + String.join(", ", held.parties()))
                .orElse(NONE);
    }

    @Override
    public String invitation(String id) {
        return StorePeopleAdministration.id(id)
                .flatMap(found -> stores.links().find(found))
                .map(link ->
                        "for "
                                + (link.name().isEmpty() ? "any name" : link.name())
                                + ", good until "
                                + ShownTime.of(link.expiresAt())
                                + link.usedAt().map(at -> ", used " + ShownTime.of(at)).orElse(""))
                .orElse(NONE);
    }

    @Override
    public String token(String id) {
        return StorePeopleAdministration.id(id)
                .flatMap(stores.tokenTable()::find)
                .map(token ->
                        "\""
                                + token.name()
                                + "\" of "
                                + token.owner()
                                + " for "
                                + Scope.words(token.scopes())
                                + ", good until "
                                + ShownTime.of(token.expiresAt())
                                + token.revokedAt()
                                        .map(at -> ", revoked " + ShownTime.of(at))
                                        .orElse(""))
                .orElse(NONE);
    }

    @Override
    public Optional<String> address(String name) {
        try {
            return Optional.of(addresses.apply(name).toString());
        } catch (AdminException e) {
            return Optional.empty();
        }
    }
}
