package org.earshot.common.login;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.earshot.common.key.KeyRing;

/// Gives people a role and a login, and checks logins. Thread-safe; one login at a time, since each takes 64 MiB, and so that many
/// tries at once can't overtake the pause between them.
public final class Logins {
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 256;
    private static final String REFUSED =
            "name, password or code is wrong, or the code was used before";

    private final PersonStore people;
    private final SealedLogin sealed;
    private final PasswordHash.Cost cost;
    private final String domain;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final StrangersPauses strangers = new StrangersPauses();
    private final String nobodysHash;

    /// Logins of a domain.
    public static Logins of(PersonStore people, KeyRing keys, String domain, InstantSource clock) {
        return new Logins(people, keys, domain, PasswordHash.Cost.RFC_9106, clock);
    }

    /// Logins that cost next to nothing to guess: for tests, which make many.
    public static Logins cheap(
            PersonStore people, KeyRing keys, String domain, InstantSource clock) {
        return new Logins(people, keys, domain, new PasswordHash.Cost(32, 1, 1), clock);
    }

    private Logins(
            PersonStore people,
            KeyRing keys,
            String domain,
            PasswordHash.Cost cost,
            InstantSource clock) {
        this.people = people;
        this.cost = cost;
        this.domain = domain;
        this.clock = clock;
        sealed = new SealedLogin(keys, domain);
        // as long as a real one, and nobody's
        nobodysHash =
                "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                        .formatted(
                                cost.memoryKib(),
                                cost.passes(),
                                cost.lanes(),
                                "A".repeat(22),
                                "A".repeat(43));
    }

    /// Gives somebody a role.
    ///
    /// @param by who does so, in words
    /// @return the `otpauth://` address for their authenticator app. It holds the secret, which is shown to nobody again
    /// @throws PersonRefusedException if that can't be
    public String appoint(String name, Role role, String password, String by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Person person;
        try {
            person = new Person(UUID.randomUUID(), name, role, now, by, Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new PersonRefusedException(e.getMessage());
        }
        byte[] secret = secret();
        people.add(person, secrets(person, password, secret));
        return Totp.uri(domain, name, secret);
    }

    /// Gives somebody another password and another secret.
    ///
    /// @return as [#appoint]
    /// @throws PersonRefusedException if that can't be
    public String renew(String name, String password) {
        Person person =
                people.login(name)
                        .map(StoredLogin::person)
                        .orElseThrow(() -> PersonRefusedException.nobody(name));
        byte[] secret = secret();
        people.setLogin(name, secrets(person, password, secret));
        return Totp.uri(domain, name, secret);
    }

    private byte[] secret() {
        byte[] secret = new byte[Totp.SECRET];
        random.nextBytes(secret);
        return secret;
    }

    private StoredLogin.Secrets secrets(Person person, String password, byte[] totp) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw new PersonRefusedException(
                    "the password of a person with a role has "
                            + SHORTEST_PASSWORD
                            + " to "
                            + LONGEST_PASSWORD
                            + " characters");
        }
        oneAtATime.lock();
        try {
            return sealed.seal(person, PasswordHash.of(password, cost, random), totp);
        } finally {
            oneAtATime.unlock();
        }
    }

    /// Who has a role under a name, whoever says it; for who was let in by somebody else.
    public Optional<Person> find(String name) {
        return people.login(name).map(StoredLogin::person).filter(Person::isActive);
    }

    /// Why somebody must not be let in by a provider as who they say they are; empty: they may, and [#tie] is to follow.
    public Optional<String> objection(Person person, Identity identity) {
        Map<String, Tie> ties = people.ties();
        Optional<Tie> theirs = Optional.ofNullable(ties.get(person.name()));
        if (theirs.isPresent()) {
            return theirs.get().identity().equals(identity)
                    ? Optional.empty()
                    : Optional.of(
                            person.name()
                                    + " is somebody else at the provider than who logged in first by that name; untie the name if that is right");
        }
        return ties.entrySet().stream()
                .filter(tie -> tie.getValue().identity().equals(identity))
                .findFirst()
                .map(tie ->
                        "whom the provider calls "
                                + person.name()
                                + " is "
                                + tie.getKey()
                                + " here; untie that name if that is right");
    }

    /// Whether somebody has logged in by a provider before.
    public boolean isTied(Person person) {
        return people.ties().containsKey(person.name());
    }

    /// From now on somebody is that identity.
    ///
    /// @return false where another one was quicker
    public boolean tie(Person person, Identity identity) {
        return people.tie(person.name(), identity, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /// Whether this is who it says it is. A code serves once. After some wrong logins the next one must wait, up to five minutes.
    ///
    /// @throws LoginRefusedException if not, in the same words and time, and after as long a pause, for a name that nobody has
    public Person check(String name, String password, String code) {
        oneAtATime.lock();
        try {
            return checked(name, password, code);
        } finally {
            oneAtATime.unlock();
        }
    }

    private Person checked(String name, String password, String code) {
        Optional<StoredLogin> found = people.login(name);
        Instant now = clock.instant();
        Duration pause =
                found.map(login -> LoginPause.left(login.failures(), login.failedAt(), now))
                        .orElseGet(() -> strangers.left(name, now));
        if (pause.isPositive()) {
            throw new LoginRefusedException(
                    "too many wrong logins as "
                            + name
                            + ": the next one counts in "
                            + pause.toSeconds()
                            + " s");
        }
        boolean knowsPassword =
                password.length() <= LONGEST_PASSWORD
                        && PasswordHash.fits(
                                password, found.flatMap(sealed::hash).orElse(nobodysHash));
        OptionalLong step =
                found.flatMap(sealed::totp)
                        .map(secret -> Totp.accepted(secret, code, now, found.get().lastStep()))
                        .orElse(OptionalLong.empty());
        if (!knowsPassword || step.isEmpty()) {
            if (found.isPresent()) {
                people.fail(name, now);
            } else {
                strangers.fail(name, now);
            }
            throw new LoginRefusedException(REFUSED);
        }
        if (!people.accept(name, step.getAsLong())) { // another one was quicker with that code
            throw new LoginRefusedException(REFUSED);
        }
        return found.orElseThrow().person();
    }
}
