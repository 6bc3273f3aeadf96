package org.earshot.common.login;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// People with a role, until the process ends. Thread-safe.
public final class InMemoryPersonStore implements PersonStore {
    private final Map<String, StoredLogin> people = new TreeMap<>();
    private final Map<String, Tie> ties = new TreeMap<>();

    @Override
    public synchronized List<Person> list() {
        return people.values().stream().map(StoredLogin::person).toList();
    }

    @Override
    public synchronized boolean hasOfficer() {
        return list().stream().anyMatch(person -> person.role() == Role.OFFICER);
    }

    @Override
    public synchronized void add(Person person, StoredLogin.Secrets secrets) {
        StoredLogin login = new StoredLogin(person, secrets, 0, 0, Instant.EPOCH);
        if (people.putIfAbsent(person.name(), login) != null) {
            throw PersonRefusedException.taken(person.name());
        }
    }

    @Override
    public synchronized void remove(String name, Instant at) {
        Person person = active(name).person();
        if (person.role() == Role.OFFICER
                && list().stream()
                        .noneMatch(other ->
                                other.isActive()
                                        && other.role() == Role.OFFICER
                                        && !other.name().equals(name))) {
            throw PersonRefusedException.last(name);
        }
        ties.remove(name);
        change(
                name,
                before ->
                        new StoredLogin(
                                new Person(
                                        person.id(),
                                        name,
                                        person.role(),
                                        person.appointedAt(),
                                        person.appointedBy(),
                                        Optional.of(at)),
                                before.secrets(),
                                before.lastStep(),
                                before.failures(),
                                before.failedAt()));
    }

    private StoredLogin active(String name) {
        return login(name).orElseThrow(() -> PersonRefusedException.nobody(name));
    }

    @Override
    public synchronized Optional<StoredLogin> login(String name) {
        return Optional.ofNullable(people.get(name)).filter(login -> login.person().isActive());
    }

    @Override
    public synchronized void setLogin(String name, StoredLogin.Secrets secrets) {
        StoredLogin login = active(name);
        change(name, _ -> new StoredLogin(login.person(), secrets, 0, 0, Instant.EPOCH));
    }

    @Override
    public synchronized boolean accept(String name, long step) {
        if (login(name).filter(login -> login.lastStep() < step).isEmpty()) {
            return false;
        }
        change(
                name,
                before ->
                        new StoredLogin(before.person(), before.secrets(), step, 0, Instant.EPOCH));
        return true;
    }

    @Override
    public synchronized void fail(String name, Instant at) {
        change(
                name,
                before ->
                        new StoredLogin(
                                before.person(),
                                before.secrets(),
                                before.lastStep(),
                                before.failures() + 1,
                                at));
    }

    @Override
    public synchronized Map<String, Tie> ties() {
        return Map.copyOf(ties);
    }

    @Override
    public synchronized boolean tie(String name, Identity identity, Instant at) {
        Optional<Tie> tie = Optional.ofNullable(ties.get(name));
        if (login(name).isEmpty() || tie.isPresent()) {
            return tie.filter(one -> one.identity().equals(identity)).isPresent();
        }
        if (ties.values().stream().anyMatch(one -> one.identity().equals(identity))) {
            return false;
        }
        ties.put(name, new Tie(identity, at));
        return true;
    }

    @Override
    public synchronized boolean untie(String name) {
        return ties.remove(name) != null;
    }

    private void change(String name, UnaryOperator<StoredLogin> change) {
        people.computeIfPresent(name, (_, before) -> change.apply(before));
    }
}
