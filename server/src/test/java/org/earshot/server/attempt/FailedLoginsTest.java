package org.earshot.server.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.earshot.common.auth.Attempts;
import org.earshot.common.db.StoreUnavailableException;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private static final InetAddress HOME = InetAddress.ofLiteral("192.0.2.7");

    private Instant now = Instant.parse("2026-11-29T23:59:50Z");
    private boolean away;
    private String unwritable = "none";
    private final InMemoryFailedLoginTable rows = new InMemoryFailedLoginTable();
    private final FailedLogins logins =
            new FailedLogins(new Away(), this::isPhone, Set.of("adam")::contains, () -> now);

    /// A table that may be out of reach.
    private final class Away implements FailedLoginTable {
        private FailedLoginTable table() {
            if (away) {
                throw new StoreUnavailableException("away", null);
            }
            return rows;
        }

        @Override
        public void add(List<FailedLogin> some) {
            if (some.stream().anyMatch(one -> one.account().equals(unwritable))) {
                throw new IllegalStateException("this can't be written");
            }
            table().add(some);
        }

        @Override
        public long count(LocalDate day) {
            return table().count(day);
        }

        @Override
        public List<FailedLogin> latest(LocalDate since, int most) {
            return table().latest(since, most);
        }

        @Override
        public void forget(LocalDate before) {
            table().forget(before);
        }
    }

    private boolean isPhone(String name) {
        if (name.startsWith("odd")) {
            throw new IllegalStateException("this can't be looked for");
        }
        return Set.of("alice", "bob").contains(name);
    }

    private void phone(String account) {
        logins.failed(FailedLogin.Kind.PHONE, account, HOME);
    }

    @Test
    void namesThatNobodyHasAreNotKept() {
        phone("alice");
        phone("my password, in the wrong field");
        phone("x".repeat(300));
        phone("adam");
        logins.failed(FailedLogin.Kind.CONSOLE, "adam", HOME);
        assertThat(logins.latest(7, 10))
                .extracting(one -> one.kind() + " " + one.account() + " " + one.times())
                .containsExactlyInAnyOrder("PHONE alice 1", "PHONE  3", "CONSOLE adam 1");
    }

    @Test
    void eachDayIsOneOfItsOwnAndOldOnesGo() {
        phone("alice");
        now = now.plusSeconds(20);
        phone("alice");
        assertThat(logins.latest(2, 10)).hasSize(2);
        assertThat(logins.latest(1, 10)).hasSize(1);
        now = now.plus(Duration.ofDays(FailedLogins.KEPT + 1L));
        assertThat(logins.latest(FailedLogins.KEPT, 10)).isEmpty();
    }

    @Test
    void whatCantBeWrittenNowIsWrittenLater() {
        away = true;
        phone("alice");
        logins.write();
        phone("alice");
        away = false;
        assertThat(logins.latest(1, 10)).extracting(FailedLogin::times).containsExactly(2L);
    }

    @Test
    void howeverManyAreTriedItStaysSmall() {
        for (int i = 0; i < 3 * FailedLogins.MOST; i++) {
            logins.failed(
                    FailedLogin.Kind.PHONE,
                    "alice",
                    InetAddress.ofLiteral("10.0." + i / 256 + "." + i % 256));
        }
        logins.write();
        List<FailedLogin> written = rows.latest(LocalDate.EPOCH, 1_000_000);
        assertThat(written).hasSize(FailedLogins.MOST + 1);
        assertThat(written.stream().mapToLong(FailedLogin::times).sum())
                .isEqualTo(3L * FailedLogins.MOST);
        for (int round = 1; round < 10; round++) {
            for (int i = 0; i < FailedLogins.MOST; i++) {
                logins.failed(
                        FailedLogin.Kind.PHONE,
                        "alice",
                        InetAddress.ofLiteral("10." + round + "." + i / 256 + "." + i % 256));
            }
            logins.write();
        }
        assertThat(rows.latest(LocalDate.EPOCH, 1_000_000).size())
                .isLessThanOrEqualTo(FailedLogins.MOST_OF_A_DAY + 2);
    }

    @Test
    void whoeverElseHearsOfThemStillDoes() {
        List<String> heard = new ArrayList<>();
        Attempts both =
                logins.before(
                        new Attempts() {
                            @Override
                            public void failed(String account, InetAddress source, boolean proven) {
                                heard.add("failed " + account + " " + proven);
                            }

                            @Override
                            public void succeeded(String account, InetAddress source) {
                                heard.add("succeeded " + account);
                            }

                            @Override
                            public Duration pause(InetAddress source) {
                                return Duration.ofSeconds(3);
                            }
                        });
        both.failed("alice", HOME, true);
        both.succeeded("alice", HOME);
        assertThat(both.pause(HOME)).isEqualTo(Duration.ofSeconds(3));
        assertThat(heard).containsExactly("failed alice true", "succeeded alice");
        assertThat(logins.latest(1, 10)).hasSize(1);
    }

    @Test
    void aForgedAddressGetsNoRowOfItsOwn() {
        Attempts attempts = logins.before(Attempts.NONE);
        attempts.failed("alice", HOME, true);
        for (int i = 0; i < 100; i++) {
            attempts.failed("alice", InetAddress.ofLiteral("10.0.0." + i), false);
        }
        assertThat(logins.latest(1, 1000))
                .extracting(one -> one.account() + " " + one.network() + " " + one.times())
                .containsExactlyInAnyOrder("alice 192.0.2.7 1", "alice  100");
    }

    @Test
    void oneNameThatCantBeWrittenDoesNotLoseTheOthers() {
        unwritable = "bob";
        phone("alice");
        phone("bob");
        phone("odd");
        assertThat(logins.latest(1, 10))
                .extracting(FailedLogin::account)
                .containsExactlyInAnyOrder("alice", "");
    }
}
