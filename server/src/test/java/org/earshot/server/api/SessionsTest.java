package org.earshot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.login.Person;
import org.earshot.common.login.Role;
import org.earshot.common.login.StoredLogin;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private Instant now = Instant.parse("2026-11-29T10:00:00Z");
    private final Person olga =
            new Person(
                    UUID.randomUUID(), "olga", Role.OFFICER, Instant.EPOCH, "", Optional.empty());
    private Optional<StoredLogin> login = login("sealed");
    private boolean away;
    private final Sessions sessions =
            new Sessions(
                    _ -> {
                        if (away) {
                            throw new StoreUnavailableException("away", null);
                        }
                        return login;
                    },
                    () -> Duration.ofMinutes(20),
                    () -> Duration.ofHours(10),
                    () -> now);

    private Optional<StoredLogin> login(String secret) {
        return Optional.of(
                new StoredLogin(
                        olga, new StoredLogin.Secrets(secret, secret), 0, 0, Instant.EPOCH));
    }

    private String begin() {
        return sessions.begin(olga).orElseThrow().token();
    }

    @Test
    void itLastsWhileItIsUsedAndNoLongerThanAllowed() {
        String token = begin();
        for (int minutes = 0; minutes < 10 * 60 - 19; minutes += 19) {
            assertThat(sessions.find(token, true)).isPresent();
            now = now.plus(Duration.ofMinutes(19));
        }
        assertThat(sessions.find(token, true)).isPresent();
        now = now.plus(Duration.ofMinutes(19));
        assertThat(sessions.find(token, true)).isEmpty();
    }

    @Test
    void whatAPageAsksByItselfIsNoUse() {
        String token = begin();
        now = now.plus(Duration.ofMinutes(19));
        assertThat(sessions.find(token, false)).isPresent();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(sessions.find(token, false)).isEmpty();
    }

    @Test
    void itEndsWithTheRoleAndWithAnotherLogin() {
        String first = begin();
        login = login("another");
        assertThat(sessions.find(first, true)).isEmpty();
        String second = begin();
        login = Optional.empty();
        assertThat(sessions.find(second, true)).isEmpty();
        login = login("another");
        assertThat(sessions.find(second, true)).isEmpty();
    }

    @Test
    void itOutlivesADatabaseThatIsAway() {
        String token = begin();
        away = true;
        assertThat(sessions.find(token, true)).isPresent();
    }

    @Test
    void nothingOfItPrintsItsSecrets() {
        Sessions.Begun begun = sessions.begin(olga).orElseThrow();
        assertThat(begun.toString())
                .doesNotContain(begun.token())
                .doesNotContain(begun.session().csrf());
        sessions.end(begun.token());
        assertThat(sessions.find(begun.token(), true)).isEmpty();
        assertThat(sessions.find("", true)).isEmpty();
    }
}
