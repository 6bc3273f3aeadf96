package org.earshot.common.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a store of people does, whatever is under it. Each test may find rows of other domains there.
abstract class PersonStoreContract {
    private static final AtomicInteger domains = new AtomicInteger();
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00.000001Z");
    private static final StoredLogin.Secrets SECRETS = new StoredLogin.Secrets("hash", "totp");

    private PersonStore people;

    abstract PersonStore open(String domain);

    @BeforeEach
    void start() {
        people = open("p" + domains.incrementAndGet() + ".example.org");
    }

    private static Person person(String name, Role role) {
        return new Person(UUID.randomUUID(), name, role, NOW, "owner of DATA", Optional.empty());
    }

    private Person add(String name, Role role) {
        Person person = person(name, role);
        people.add(person, SECRETS);
        return person;
    }

    @Test
    void nobodyIsThereAtFirst() {
        assertThat(people.list()).isEmpty();
        assertThat(people.hasOfficer()).isFalse();
        assertThat(people.login("olga")).isEmpty();
        assertThat(people.accept("olga", 1)).isFalse();
        people.fail("olga", NOW);
        assertThatThrownBy(() -> people.remove("olga", NOW))
                .isInstanceOf(PersonRefusedException.class);
        assertThatThrownBy(() -> people.setLogin("olga", SECRETS))
                .isInstanceOf(PersonRefusedException.class);
    }

    @Test
    void whoWasAddedIsFound() {
        Person bert = add("bert", Role.AUDITOR);
        assertThat(people.hasOfficer()).isFalse();
        Person anna = add("anna", Role.OFFICER);
        assertThat(people.list()).containsExactly(anna, bert);
        assertThat(people.hasOfficer()).isTrue();
        assertThat(people.find("bert")).contains(bert);
        assertThat(people.login("anna"))
                .contains(new StoredLogin(anna, SECRETS, 0, 0, Instant.EPOCH));
    }

    @Test
    void aNameIsNeverUsedAgain() {
        add("anna", Role.OFFICER);
        add("bert", Role.ADMINISTRATOR);
        people.remove("bert", NOW);
        for (String name : new String[] {"anna", "bert"}) {
            assertThatThrownBy(() -> add(name, Role.AUDITOR))
                    .isInstanceOf(PersonRefusedException.class)
                    .hasMessageContaining("never used again");
        }
        assertThat(people.find("bert").orElseThrow().removedAt()).contains(NOW);
        assertThat(people.login("bert")).isEmpty();
        assertThatThrownBy(() -> people.setLogin("bert", SECRETS))
                .isInstanceOf(PersonRefusedException.class);
        assertThat(people.accept("bert", 1)).isFalse();
    }

    @Test
    void theLastOfficerStays() {
        add("anna", Role.OFFICER);
        add("bert", Role.AUDITOR);
        assertThatThrownBy(() -> people.remove("anna", NOW))
                .isInstanceOf(PersonRefusedException.class)
                .hasMessageContaining("last officer");
        add("olga", Role.OFFICER);
        people.remove("anna", NOW);
        assertThatThrownBy(() -> people.remove("olga", NOW)).hasMessageContaining("last officer");
        assertThat(people.hasOfficer()).isTrue();
    }

    @Test
    void aCodeServesOnce() {
        add("anna", Role.OFFICER);
        assertThat(people.accept("anna", 7)).isTrue();
        assertThat(people.accept("anna", 7)).isFalse();
        assertThat(people.accept("anna", 6)).isFalse();
        assertThat(people.accept("anna", 8)).isTrue();
        assertThat(people.login("anna").orElseThrow().lastStep()).isEqualTo(8);
    }

    @Test
    void failuresAreCountedUntilALoginWorks() {
        add("anna", Role.OFFICER);
        people.fail("anna", NOW);
        people.fail("anna", NOW.plusSeconds(1));
        StoredLogin login = people.login("anna").orElseThrow();
        assertThat(login.failures()).isEqualTo(2);
        assertThat(login.failedAt()).isEqualTo(NOW.plusSeconds(1));
        people.accept("anna", 9);
        assertThat(people.login("anna").orElseThrow().failures()).isZero();
    }

    @Test
    void anotherLoginForgetsWhatWasBefore() {
        Person anna = add("anna", Role.OFFICER);
        people.accept("anna", 9);
        people.fail("anna", NOW);
        StoredLogin.Secrets others = new StoredLogin.Secrets("other hash", "other totp");
        people.setLogin("anna", others);
        assertThat(people.login("anna"))
                .contains(new StoredLogin(anna, others, 0, 0, Instant.EPOCH));
    }

    @Test
    void aNameIsOneIdentityUntilItIsUntied() {
        add("anna", Role.OFFICER);
        add("bert", Role.ADMINISTRATOR);
        Identity one = new Identity("https://id.example.org", "Subject 1");
        Identity two = new Identity("https://id.example.org", "subject 1");
        Identity elsewhere = new Identity("https://other.example.org", "Subject 1");
        assertThat(people.ties()).isEmpty();
        assertThat(people.tie("nobody", one, NOW)).isFalse();
        assertThat(people.tie("bert", one, NOW)).isTrue();
        assertThat(people.tie("bert", one, NOW.plusSeconds(1))).as("the same again").isTrue();
        assertThat(people.tie("bert", two, NOW)).as("another subject").isFalse();
        assertThat(people.tie("bert", elsewhere, NOW)).as("another provider").isFalse();
        assertThat(people.tie("anna", one, NOW)).as("it is somebody already").isFalse();
        assertThat(people.tie("anna", two, NOW)).isTrue();
        assertThat(people.ties())
                .containsOnly(entry("bert", new Tie(one, NOW)), entry("anna", new Tie(two, NOW)));

        assertThat(people.untie("bert")).isTrue();
        assertThat(people.untie("bert")).isFalse();
        assertThat(people.tie("bert", elsewhere, NOW)).isTrue();
        people.remove("bert", NOW);
        assertThat(people.ties()).containsOnlyKeys("anna");
        assertThat(people.tie("bert", elsewhere, NOW)).as("who was removed").isFalse();
    }

    @Test
    void theFirstOfTwoWhoComeAtOnceIsThatPerson() throws Exception {
        add("anna", Role.OFFICER);
        List<Identity> came =
                IntStream.range(0, 4)
                        .mapToObj(i -> new Identity("https://id.example.org", "s" + i))
                        .toList();
        List<Identity> tied;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> tries =
                    came.stream()
                            .map(one -> threads.submit(() -> people.tie("anna", one, NOW)))
                            .toList();
            tied = new ArrayList<>();
            for (int i = 0; i < tries.size(); i++) {
                if (tries.get(i).get()) {
                    tied.add(came.get(i));
                }
            }
        }
        assertThat(tied).hasSize(1);
        assertThat(people.ties()).containsOnly(entry("anna", new Tie(tied.getFirst(), NOW)));
    }
}
