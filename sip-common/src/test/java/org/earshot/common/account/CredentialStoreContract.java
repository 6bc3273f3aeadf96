package org.earshot.common.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every credential store does.
public abstract class CredentialStoreContract {
    private static final AtomicInteger domains = new AtomicInteger();

    private final AddressOfRecord alice =
            new AddressOfRecord("alice", "c" + domains.incrementAndGet() + ".example.org");
    private AccountStore accounts;
    private CredentialStore store;
    private AccountId account;

    /// Both stores under test, of one database.
    protected abstract Stores open(InstantSource clock);

    /// An account store and its credentials.
    public record Stores(AccountStore accounts, CredentialStore credentials) {}

    @BeforeEach
    void anAccount() {
        Stores stores = open(new FakeTimers());
        accounts = stores.accounts();
        store = stores.credentials();
        account = accounts.create(alice, "").id();
    }

    private Credential credential(String label, String algorithm, String sealed) {
        return new Credential(account, label, algorithm, alice.domain(), sealed);
    }

    @Test
    void aNewAccountHasNone() {
        assertThat(store.find(account)).isEmpty();
    }

    @Test
    void whatWasStoredIsFound() {
        Credential sha = credential("", "SHA-256", "1:abc");
        Credential md5 = credential("", "MD5", "1:" + "x".repeat(253));
        store.replace(account, "", List.of(sha, md5));
        assertThat(store.find(account)).containsExactly(md5, sha);
    }

    @Test
    void replacingOneLabelLeavesTheOthers() {
        Credential phone = credential("desk phone", "MD5", "1:p");
        store.replace(
                account,
                "",
                List.of(credential("", "MD5", "1:a"), credential("", "SHA-256", "1:b")));
        store.replace(account, "desk phone", List.of(phone));
        Credential changed = credential("", "SHA-256", "2:c");
        store.replace(account, "", List.of(changed));
        assertThat(store.find(account)).containsExactly(changed, phone);
        store.replace(account, "desk phone", List.of());
        assertThat(store.find(account)).containsExactly(changed);
    }

    @Test
    void anotherAccountsCredentialIsRefused() {
        Credential foreign =
                new Credential(new AccountId(UUID.randomUUID()), "", "MD5", alice.domain(), "1:x");
        assertThatThrownBy(() -> store.replace(account, "", List.of(foreign)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> store.replace(account, "", List.of(credential("other", "MD5", "x"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnknownAccountIsRefused() {
        AccountId nobody = new AccountId(UUID.randomUUID());
        Credential credential = new Credential(nobody, "", "MD5", alice.domain(), "1:x");
        assertThatThrownBy(() -> store.replace(nobody, "", List.of(credential)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theyGoWithTheirAccount() {
        Credential credential = credential("", "MD5", "1:a");
        store.replace(account, "", List.of(credential));
        accounts.delete(alice);
        assertThat(store.find(account)).isEmpty();
        assertThatThrownBy(() -> store.replace(account, "", List.of(credential)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
