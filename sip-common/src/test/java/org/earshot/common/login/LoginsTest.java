package org.earshot.common.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.key.KeyRing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {
    private static final String PASSWORD = "correct horse";

    @TempDir private Path directory;
    private Instant now = Instant.parse("2026-11-26T10:00:00Z");
    private final InMemoryPersonStore people = new InMemoryPersonStore();
    private KeyRing keys;
    private Logins logins;
    private String code;

    @BeforeEach
    void appoint() {
        keys = KeyRing.open(directory.resolve("keys"));
        logins = Logins.cheap(people, keys, "example.org", () -> now);
        code = logins.appoint("olga", Role.OFFICER, PASSWORD, "owner of DATA");
    }

    private String code() {
        return LoginCodes.of(code, now);
    }

    private void refused(String name, String password, String given) {
        assertThatThrownBy(() -> logins.check(name, password, given))
                .isInstanceOf(LoginRefusedException.class)
                .hasMessageNotContaining(password);
    }

    @Test
    void nameAndPasswordAndCodeTogetherAreALogin() {
        assertThat(logins.check("olga", PASSWORD, code()).role()).isEqualTo(Role.OFFICER);
    }

    @Test
    void aCodeServesOnce() {
        logins.check("olga", PASSWORD, code());
        refused("olga", PASSWORD, code());
        now = now.plusSeconds(30);
        logins.check("olga", PASSWORD, code());
    }

    @Test
    void withOneOfThemWrongNothingIsSaidAboutWhich() {
        String wrong = code().equals("123456") ? "123457" : "123456";
        refused("olga", "another horse", code());
        refused("olga", PASSWORD, wrong);
        refused("nobody", PASSWORD, code());
        refused("olga", "x".repeat(100_000), code());
        assertThat(people.login("olga").orElseThrow().failures()).isEqualTo(3);
        logins.check("olga", PASSWORD, code());
    }

    @Test
    void afterSomeFailuresTheRightOneWaitsTooButNotForEver() {
        for (int i = 0; i < LoginPause.FREE_FAILURES; i++) {
            refused("olga", "another horse", code());
        }
        assertThatThrownBy(() -> logins.check("olga", PASSWORD, code()))
                .hasMessageContaining("1 s");
        now = now.plusSeconds(1);
        logins.check("olga", PASSWORD, code());
        for (int i = 0; i < 40; i++) {
            now = now.plus(LoginPause.LONGEST);
            refused("olga", "another horse", code());
        }
        now = now.plus(LoginPause.LONGEST);
        logins.check("olga", PASSWORD, code());
    }

    @Test
    void aPauseDoesNotShowWhoHasARole() {
        for (int i = 0; i < 12; i++) {
            assertThat(refusal("stranger").replace("stranger", "olga"))
                    .as("try %d", i)
                    .isEqualTo(refusal("olga"));
            now = now.plusSeconds(i < 6 ? 0 : 20);
        }
        assertThat(refusal("stranger")).contains("too many wrong logins as stranger");
        assertThat(refusal("another")).doesNotContain("too many");
    }

    @Test
    void strangersFillNoMemory() {
        StrangersPauses pauses = new StrangersPauses();
        for (int i = 0; i < StrangersPauses.MOST + 100; i++) {
            pauses.fail("x" + i, now);
        }
        for (int i = 0; i < 6; i++) {
            pauses.fail("y".repeat(100_000) + i, now);
        }
        assertThat(pauses.size()).isEqualTo(StrangersPauses.MOST);
        assertThat(pauses.left("y".repeat(64), now)).isPositive();
    }

    private String refusal(String name) {
        try {
            logins.check(name, "another horse", "000000");
            return "let in";
        } catch (LoginRefusedException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void whoWasRemovedCantLogIn() {
        logins.appoint("anna", Role.OFFICER, PASSWORD, "olga");
        people.remove("olga", now);
        refused("olga", PASSWORD, code());
    }

    @Test
    void anotherLoginReplacesPasswordAndCode() {
        String before = code();
        code = logins.renew("olga", "battery staple");
        refused("olga", PASSWORD, code());
        refused("olga", "battery staple", before);
        logins.check("olga", "battery staple", code());
    }

    @Test
    void aShortPasswordAndAWrongNameAreSaid() {
        assertThatThrownBy(() -> logins.appoint("anna", Role.AUDITOR, "short", "olga"))
                .isInstanceOf(PersonRefusedException.class)
                .hasMessageContaining("8 to");
        assertThatThrownBy(() -> logins.appoint("Anna B", Role.AUDITOR, PASSWORD, "olga"))
                .isInstanceOf(PersonRefusedException.class)
                .hasMessageContaining("letter first");
        assertThat(people.list()).hasSize(1);
    }

    /// Who can write into the database, and has not the keys, makes nobody an officer.
    @Test
    void rowsCantBeMovedOrChanged() {
        String auditor = logins.appoint("anna", Role.AUDITOR, PASSWORD, "olga");
        StoredLogin anna = people.login("anna").orElseThrow();
        String given = LoginCodes.of(auditor, now);

        InMemoryPersonStore forged = new InMemoryPersonStore();
        Person promoted =
                new Person(
                        anna.person().id(), "anna", Role.OFFICER, now, "nobody", Optional.empty());
        forged.add(promoted, anna.secrets());
        Person copied =
                new Person(UUID.randomUUID(), "eve", Role.AUDITOR, now, "nobody", Optional.empty());
        forged.add(copied, anna.secrets());
        Logins on = Logins.cheap(forged, keys, "example.org", () -> now);
        for (String name : new String[] {"anna", "eve"}) {
            assertThatThrownBy(() -> on.check(name, PASSWORD, given))
                    .isInstanceOf(LoginRefusedException.class);
        }
        assertThat(logins.check("anna", PASSWORD, given).role()).isEqualTo(Role.AUDITOR);
    }

    @Test
    void nothingThatIsStoredShowsASecret() {
        StoredLogin login = people.login("olga").orElseThrow();
        assertThat(login.secrets().password()).doesNotContain("argon2");
        assertThat(login.toString()).doesNotContain(login.secrets().totp());
    }
}
