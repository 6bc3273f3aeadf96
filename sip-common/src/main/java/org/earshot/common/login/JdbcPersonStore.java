package org.earshot.common.login;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;

/// People with a role, in a database that many nodes may share. Thread-safe.
public final class JdbcPersonStore implements PersonStore {
    private static final String PERSON =
            "SELECT id, name, duty, appointed_at, appointed_by, removed_at FROM person WHERE domain_name = ?";

    private final Transactions transactions;
    private final String domain;

    public JdbcPersonStore(Transactions transactions, String domain) {
        this.transactions = transactions;
        this.domain = domain;
    }

    @Override
    public List<Person> list() {
        return transactions.read(connection -> list(connection, PERSON));
    }

    private List<Person> list(Connection connection, String sql) throws SQLException {
        List<Person> people = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, domain);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    people.add(person(row));
                }
            }
        }
        people.sort(Comparator.comparing(Person::name));
        return List.copyOf(people);
    }

    private static Person person(ResultSet row) throws SQLException {
        long removed = row.getLong(6);
        Optional<Instant> removedAt =
                row.wasNull() ? Optional.empty() : Optional.of(Columns.instant(removed));
        String duty = row.getString(3);
        return new Person(
                Columns.uuid(row.getBytes(1)),
                row.getString(2),
                Role.of(duty)
                        .orElseThrow(() -> new SQLException("there is no role \"" + duty + "\"")),
                Columns.instant(row.getLong(4)),
                row.getString(5),
                removedAt);
    }

    @Override
    public boolean hasOfficer() {
        return list().stream().anyMatch(person -> person.role() == Role.OFFICER);
    }

    @Override
    public void add(Person person, StoredLogin.Secrets secrets) {
        transactions.run(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO person (id, domain_name, name, duty, appointed_at, appointed_by,"
                                    + " password, totp, totp_step, failures, failed_at)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)")) {
                insert.setBytes(1, Columns.bytes(person.id()));
                insert.setString(2, domain);
                insert.setString(3, person.name());
                insert.setString(4, person.role().text());
                insert.setLong(5, Columns.micros(person.appointedAt()));
                insert.setString(6, person.appointedBy());
                insert.setString(7, secrets.password());
                insert.setString(8, secrets.totp());
                insert.executeUpdate();
                return null;
            } catch (SQLIntegrityConstraintViolationException e) {
                throw PersonRefusedException.taken(person.name());
            }
        });
    }

    @Override
    public void remove(String name, Instant at) {
        transactions.run(connection -> {
            // all of them locked: two officers can't remove each other at the same time
            List<Person> active =
                    list(connection, PERSON + " AND removed_at IS NULL ORDER BY id FOR UPDATE");
            Person person =
                    active.stream()
                            .filter(one -> one.name().equals(name))
                            .findFirst()
                            .orElseThrow(() -> PersonRefusedException.nobody(name));
            if (person.role() == Role.OFFICER
                    && active.stream().filter(one -> one.role() == Role.OFFICER).count() == 1) {
                throw PersonRefusedException.last(name);
            }
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE person SET removed_at = ? WHERE id = ?")) {
                update.setLong(1, Columns.micros(at));
                update.setBytes(2, Columns.bytes(person.id()));
                update.executeUpdate();
            }
            var _ = untie(connection, name);
            return null;
        });
    }

    @Override
    public Optional<StoredLogin> login(String name) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT id, name, duty, appointed_at, appointed_by, removed_at, password, totp,"
                                    + " totp_step, failures, failed_at FROM person"
                                    + " WHERE domain_name = ? AND name = ? AND removed_at IS NULL")) {
                query.setString(1, domain);
                query.setString(2, name);
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(
                                    new StoredLogin(
                                            person(row),
                                            new StoredLogin.Secrets(
                                                    row.getString(7), row.getString(8)),
                                            row.getLong(9),
                                            row.getInt(10),
                                            Columns.instant(row.getLong(11))))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public void setLogin(String name, StoredLogin.Secrets secrets) {
        boolean changed =
                transactions.run(connection -> {
                    try (PreparedStatement update =
                            connection.prepareStatement(
                                    "UPDATE person SET password = ?, totp = ?, totp_step = 0, failures = 0, failed_at = 0"
                                            + " WHERE domain_name = ? AND name = ? AND removed_at IS NULL")) {
                        update.setString(1, secrets.password());
                        update.setString(2, secrets.totp());
                        update.setString(3, domain);
                        update.setString(4, name);
                        return update.executeUpdate() > 0;
                    }
                });
        if (!changed) {
            throw PersonRefusedException.nobody(name);
        }
    }

    @Override
    public boolean accept(String name, long step) {
        return transactions.run(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE person SET totp_step = ?, failures = 0, failed_at = 0"
                                    + " WHERE domain_name = ? AND name = ? AND removed_at IS NULL AND totp_step < ?")) {
                update.setLong(1, step);
                update.setString(2, domain);
                update.setString(3, name);
                update.setLong(4, step);
                return update.executeUpdate() > 0;
            }
        });
    }

    @Override
    public Map<String, Tie> ties() {
        return transactions.read(connection -> {
            Map<String, Tie> ties = new HashMap<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT name, issuer, subject, tied_at FROM person_identity WHERE domain_name = ?")) {
                query.setString(1, domain);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        ties.put(
                                row.getString(1),
                                new Tie(
                                        new Identity(row.getString(2), row.getString(3)),
                                        Columns.instant(row.getLong(4))));
                    }
                }
            }
            return ties;
        });
    }

    @Override
    public boolean tie(String name, Identity identity, Instant at) {
        return transactions.run(connection -> {
            // locked: nobody is removed meanwhile, and two who come at once come one after the
            // other
            List<Person> found =
                    list(connection, PERSON + " AND removed_at IS NULL ORDER BY id FOR UPDATE");
            if (found.stream().noneMatch(person -> person.name().equals(name))) {
                return false;
            }
            Optional<byte[]> tied = identity(connection, name);
            if (tied.isPresent()) {
                return Arrays.equals(tied.get(), identity.digest());
            }
            return insert(connection, name, identity, at);
        });
    }

    private Optional<byte[]> identity(Connection connection, String name) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT identity FROM person_identity WHERE domain_name = ? AND name = ?")) {
            query.setString(1, domain);
            query.setString(2, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    private boolean insert(Connection connection, String name, Identity identity, Instant at)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO person_identity (domain_name, name, identity, issuer, subject, tied_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, domain);
            insert.setString(2, name);
            insert.setBytes(3, identity.digest());
            insert.setString(4, identity.issuer());
            insert.setString(5, identity.subject());
            insert.setLong(6, Columns.micros(at));
            insert.executeUpdate();
            return true;
        } catch (SQLIntegrityConstraintViolationException e) {
            return false; // somebody else is that identity
        }
    }

    @Override
    public boolean untie(String name) {
        return transactions.run(connection -> untie(connection, name));
    }

    private boolean untie(Connection connection, String name) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM person_identity WHERE domain_name = ? AND name = ?")) {
            delete.setString(1, domain);
            delete.setString(2, name);
            return delete.executeUpdate() > 0;
        }
    }

    @Override
    public void fail(String name, Instant at) {
        transactions.run(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE person SET failures = failures + 1, failed_at = ? WHERE domain_name = ? AND name = ?")) {
                update.setLong(1, Columns.micros(at));
                update.setString(2, domain);
                update.setString(3, name);
                return update.executeUpdate();
            }
        });
    }
}
