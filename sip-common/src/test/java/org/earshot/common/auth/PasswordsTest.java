package org.earshot.common.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.Credential;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final String REALM = "example.org";
    private static final Account ALICE =
            new Account(
                    new AccountId(new UUID(1, 2)),
                    new AddressOfRecord("alice", REALM),
                    "",
                    Instant.EPOCH);

    @TempDir private Path temporary;
    private KeyRing ring;
    private SealedHa1 sealed;
    private Passwords passwords;

    @BeforeEach
    void open() {
        ring = KeyRing.open(temporary.resolve("keys"));
        sealed = new SealedHa1(ring);
        passwords = new Passwords(sealed, REALM);
    }

    @Test
    void sha256AlwaysAndMd5WhenAsked() {
        assertThat(passwords.credentials(ALICE, "", "secret", false))
                .extracting(Credential::algorithm)
                .containsExactly("SHA-256");
        assertThat(passwords.credentials(ALICE, "desk", "secret", true))
                .extracting(Credential::algorithm)
                .containsExactly("SHA-256", "MD5");
    }

    @Test
    void aRowHoldsTheSealedHa1OfBothSpellingsAndFitsItsColumn() {
        for (Credential credential : passwords.credentials(ALICE, "desk", "secret", true)) {
            DigestAlgorithm algorithm = DigestAlgorithm.of(credential.algorithm()).orElseThrow();
            SealedHa1.Pair pair = open(credential, ALICE.id(), "alice");
            assertThat(pair.plain().hex())
                    .isEqualTo(Ha1.of(algorithm, "alice", REALM, "secret").hex());
            assertThat(pair.full().hex())
                    .isEqualTo(Ha1.of(algorithm, "alice@example.org", REALM, "secret").hex());
            assertThat(credential.sealed())
                    .hasSizeLessThanOrEqualTo(255)
                    .doesNotContain(pair.plain().hex());
            assertThat(credential.label()).isEqualTo("desk");
            assertThat(credential.toString()).doesNotContain(credential.sealed());
        }
    }

    @Test
    void aRowOpensOnlyInItsOwnPlace() {
        Credential credential = passwords.credentials(ALICE, "", "secret", false).getFirst();
        assertThat(sealed.open(credential, new AccountId(new UUID(1, 3)), "alice")).isEmpty();
        assertThat(sealed.open(credential, ALICE.id(), "bob")).isEmpty();
        assertThat(sealed.open(with(credential, "MD5", REALM), ALICE.id(), "alice")).isEmpty();
        assertThat(sealed.open(with(credential, "X", REALM), ALICE.id(), "alice")).isEmpty();
        assertThat(sealed.open(with(credential, "SHA-256", "b.org"), ALICE.id(), "alice"))
                .isEmpty();
        KeyRing other = KeyRing.open(temporary.resolve("other"));
        assertThat(new SealedHa1(other).open(credential, ALICE.id(), "alice")).isEmpty();
    }

    @Test
    void rowsOfAnOlderKeyStillOpen() {
        Credential credential = passwords.credentials(ALICE, "", "secret", false).getFirst();
        ring.rotate(KeyName.CREDENTIAL);
        assertThat(sealed.open(credential, ALICE.id(), "alice")).isPresent();
        assertThat(passwords.credentials(ALICE, "", "secret", false).getFirst().sealed())
                .startsWith("2.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\u0000"})
    void whatIsNoPasswordIsRefusedAndNotRepeated(String password) {
        assertThatThrownBy(() -> passwords.credentials(ALICE, "", password, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a password has");
        assertThatThrownBy(() -> passwords.credentials(ALICE, "", "x".repeat(257), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomPasswordsAreReadableAndNeverTheSame() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String password = passwords.random();
            assertThat(password).matches("[a-z2-9]{5}(-[a-z2-9]{5}){4}");
            assertThat(password).doesNotContain("l", "1", "o", "0", "i");
            seen.add(password);
        }
        assertThat(seen).hasSize(200);
        assertThat(passwords.credentials(ALICE, "d", List.copyOf(seen).getFirst(), true))
                .hasSize(2);
    }

    private SealedHa1.Pair open(Credential credential, AccountId account, String user) {
        return sealed.open(credential, account, user).orElseThrow();
    }

    private static Credential with(Credential c, String algorithm, String realm) {
        return new Credential(c.account(), c.label(), algorithm, realm, c.sealed());
    }
}
