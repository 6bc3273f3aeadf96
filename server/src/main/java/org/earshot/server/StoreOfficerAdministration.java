package org.earshot.server;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.earshot.common.login.Logins;
import org.earshot.common.login.PersonRefusedException;
import org.earshot.common.login.PersonStore;
import org.earshot.common.login.Role;
import org.earshot.common.login.Tie;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.OfficerAdministration;

/// The commands about people with a role, on the stores of this process. Thread-safe as the stores are.
final class StoreOfficerAdministration implements OfficerAdministration {
    private final PersonStore people;
    private final Logins logins;
    private final OfficersEver ever;
    private final InstantSource clock;

    StoreOfficerAdministration(
            PersonStore people, Logins logins, OfficersEver ever, InstantSource clock) {
        this.people = people;
        this.logins = logins;
        this.ever = ever;
        this.clock = clock;
    }

    @Override
    public String appoint(String name, String role, String password, String by) {
        Role given =
                Role.of(role)
                        .orElseThrow(() ->
                                new AdminException(
                                        "there is no role \""
                                                + role
                                                + "\"; the roles are administrator, officer and auditor"));
        String uri = said(() -> logins.appoint(name, given, password, by));
        ever.record();
        return uri;
    }

    @Override
    public List<PersonFact> list() {
        Map<String, Tie> ties = people.ties();
        return people.list().stream()
                .map(person ->
                        new PersonFact(
                                person.name(),
                                person.role().text(),
                                person.appointedAt(),
                                person.appointedBy(),
                                person.removedAt(),
                                Optional.ofNullable(ties.get(person.name()))))
                .toList();
    }

    @Override
    public boolean hadOfficer() {
        return ever.getAsBoolean();
    }

    @Override
    public void remove(String name) {
        said(() -> {
            people.remove(name, clock.instant());
            return name;
        });
    }

    @Override
    public String renew(String name, String password) {
        return said(() -> logins.renew(name, password));
    }

    @Override
    public void untie(String name) {
        if (!people.untie(name)) {
            throw new AdminException(
                    name
                            + " is tied to nobody of an identity provider: earshot admin officer list");
        }
    }

    private static String said(Supplier<String> work) {
        try {
            return work.get();
        } catch (PersonRefusedException e) {
            throw new AdminException(e.getMessage());
        }
    }
}
