package org.earshot.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.login.InMemoryPersonStore;
import org.earshot.common.login.Person;
import org.earshot.common.login.Role;
import org.earshot.common.login.StoredLogin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static final Duration DAY = Duration.ofDays(1);

    private Instant now = Instant.parse("2026-11-29T10:00:00Z");
    private final InMemoryPersonStore people = new InMemoryPersonStore();
    private final InMemoryTokenTable table = new InMemoryTokenTable();
    private final Tokens tokens = new Tokens(table, people::login, () -> now);

    private Person person(String name, Role role) {
        Person person = new Person(UUID.randomUUID(), name, role, now, "a test", Optional.empty());
        people.add(person, new StoredLogin.Secrets("hash", "totp"));
        return person;
    }

    @Test
    void itIsGoodUntilItIsOver() {
        Person adam = person("adam", Role.ADMINISTRATOR);
        Tokens.Made made = tokens.make(adam, "ci", Set.of(Scope.LIVE_READ), DAY).orElseThrow();
        String text = made.secret().text();
        assertThat(text).matches("earshot_[A-Za-z0-9_-]{43}");
        assertThat(made.toString()).doesNotContain(text);
        assertThat(tokens.find(text)).contains(new Tokens.Good(made.token(), adam));
        assertThat(tokens.find(text + "x")).isEmpty();
        String another = text.endsWith("A") ? "E" : "A";
        assertThat(tokens.find(text.substring(0, 50) + another)).isEmpty();
        now = now.plus(DAY);
        assertThat(tokens.find(text)).isEmpty();
        assertThat(tokens.state(made.token())).isEqualTo("over");
    }

    @Test
    void itEndsAtOnceWhenItIsRevoked() {
        Person adam = person("adam", Role.ADMINISTRATOR);
        Tokens.Made made = tokens.make(adam, "ci", Set.of(Scope.LIVE_READ), DAY).orElseThrow();
        assertThat(tokens.revoke(made.token().id(), "x".repeat(300))).isTrue();
        assertThat(tokens.find(made.secret().text())).isEmpty();
        assertThat(tokens.list().getFirst().revokedBy()).hasSize(255);
    }

    @Test
    void itDiesWithTheRoleOfItsOwner() {
        Person adam = person("adam", Role.ADMINISTRATOR);
        Tokens.Made made = tokens.make(adam, "ci", Set.of(Scope.LIVE_READ), DAY).orElseThrow();
        people.remove("adam", now);
        assertThat(tokens.find(made.secret().text())).isEmpty();
        assertThat(tokens.state(made.token())).isEqualTo("orphaned");
    }

    @ParameterizedTest(name = "{0} may have {1}: {2}")
    @CsvSource({
        "ADMINISTRATOR, people:write, true",
        "ADMINISTRATOR, content:read, false",
        "ADMINISTRATOR, reviews:read, false",
        "ADMINISTRATOR, archive:write, false",
        "ADMINISTRATOR, configuration:write, true",
        "AUDITOR, people:read, true",
        "AUDITOR, people:write, false",
        "AUDITOR, content:read, false",
        "AUDITOR, reviews:read, true",
        "OFFICER, content:read, true",
        "OFFICER, archive:write, true"
    })
    void noTokenIsForMoreThanTheRole(Role role, String scope, boolean may) {
        Person person = person("olga", role);
        Set<Scope> scopes = EnumSet.of(Scope.of(scope).orElseThrow());
        if (may) {
            assertThat(tokens.make(person, "one", scopes, DAY)).isPresent();
        } else {
            assertThatThrownBy(() -> tokens.make(person, "one", scopes, DAY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(scope);
        }
    }

    @Test
    void aNameIsFitForARecordAndAScopeIsNeeded() {
        Person adam = person("adam", Role.ADMINISTRATOR);
        Set<Scope> live = Set.of(Scope.LIVE_READ);
        for (String name : new String[] {"", "  ", "a\nb", "x".repeat(65)}) {
            assertThatThrownBy(() -> tokens.make(adam, name, live, DAY))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> tokens.make(adam, "ci", Set.of(), DAY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aUseIsNotedOnceAMinute() {
        Person adam = person("adam", Role.ADMINISTRATOR);
        ApiToken token =
                tokens.make(adam, "ci", Set.of(Scope.LIVE_READ), DAY).orElseThrow().token();
        Instant first = now;
        tokens.used(token, "192.0.2.1");
        now = now.plus(Duration.ofSeconds(59));
        tokens.used(tokens.list().getFirst(), "192.0.2.1");
        assertThat(tokens.list().getFirst().lastUsedAt()).contains(first);
        now = now.plus(Duration.ofSeconds(1));
        tokens.used(tokens.list().getFirst(), "192.0.2.1");
        assertThat(tokens.list().getFirst().lastUsedAt()).contains(first.plusSeconds(60));
    }

    @Test
    void whateverIsSentIsNoTokenOrOne() {
        Random random = new Random(28);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(tokens.find("earshot_" + new String(bytes, StandardCharsets.ISO_8859_1)))
                    .isEmpty();
        }
        for (Scope scope : Scope.values()) {
            assertThat(Scope.of(scope.text())).contains(scope);
        }
        Set<Scope> all = EnumSet.allOf(Scope.class);
        assertThat(Scope.read(Scope.words(all))).isEqualTo(all);
        assertThat(Scope.words(all).length()).isLessThan(500);
        assertThat(Scope.read("live:read video:write")).containsExactly(Scope.LIVE_READ);
    }
}
