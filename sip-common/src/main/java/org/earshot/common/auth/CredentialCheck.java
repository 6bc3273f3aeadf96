package org.earshot.common.auth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.AccountStore;
import org.earshot.common.account.Credential;
import org.earshot.common.account.CredentialStore;
import org.earshot.common.address.AddressOfRecord;

/// Whose password made a digest. Does the same work for an account that is unknown, has no password for the
/// algorithm, or has few, so that time does not tell who exists. Thread-safe.
final class CredentialCheck {
    /// An account's own password and three phones; with more of them an account takes longer, a little.
    private static final int LEAST_TRIED = 4;

    private final String realm;
    private final AccountStore accounts;
    private final CredentialStore credentials;
    private final SealedHa1 sealed;
    private final Account nobody;
    private final Credential nothingSha256;
    private final Credential nothingMd5;

    CredentialCheck(
            String realm, AccountStore accounts, CredentialStore credentials, SealedHa1 sealed) {
        this.realm = realm;
        this.accounts = accounts;
        this.credentials = credentials;
        this.sealed = sealed;
        nobody =
                new Account(
                        new AccountId(new UUID(0, 0)),
                        new AddressOfRecord("nobody", realm),
                        "",
                        Instant.EPOCH);
        String unknowable = UUID.randomUUID().toString();
        nothingSha256 = dummy(DigestAlgorithm.SHA_256, unknowable);
        nothingMd5 = dummy(DigestAlgorithm.MD5, unknowable);
    }

    private Credential dummy(DigestAlgorithm algorithm, String password) {
        return sealed.seal(
                nobody,
                "",
                algorithm,
                realm,
                SealedHa1.Pair.of(algorithm, "nobody", realm, password));
    }

    /// The account's name in a digest's username: `alice`, or `alice@example.org` where that is our realm.
    ///
    /// @return empty for another domain's
    Optional<String> user(String username) {
        int at = username.lastIndexOf('@');
        if (at < 0) {
            return Optional.of(username);
        }
        return at > 0
                        && username.substring(at + 1)
                                .toLowerCase(Locale.ROOT)
                                .equals(realm.toLowerCase(Locale.ROOT))
                ? Optional.of(username.substring(0, at))
                : Optional.empty();
    }

    /// Whose password it was.
    ///
    /// @param label of the password
    record Owner(Account account, String label) {}

    /// The account whose password, or one of whose phones' passwords, made the digest.
    ///
    /// @throws org.earshot.common.db.StoreUnavailableException if that can't be known now
    Optional<Owner> owner(DigestResponse response, String method) {
        Optional<Account> found =
                user(response.username())
                        .flatMap(user -> accounts.find(new AddressOfRecord(user, realm)));
        Account account = found.orElse(nobody);
        List<Credential> tried = new ArrayList<>();
        for (Credential credential : credentials.find(account.id())) {
            if (credential.realm().equals(realm)
                    && credential.algorithm().equals(response.algorithm().token())) {
                tried.add(credential);
            }
        }
        int own = tried.size();
        while (tried.size() < LEAST_TRIED) {
            tried.add(
                    switch (response.algorithm()) {
                        case SHA_256 -> nothingSha256;
                        case MD5 -> nothingMd5;
                    });
        }
        int right = -1;
        for (int i = 0; i < tried.size(); i++) {
            // No early exit: which of the passwords it was is not to be seen from the time.
            if (matches(tried.get(i), i < own ? account : nobody, response, method) && i < own) {
                right = i;
            }
        }
        String label = tried.get(Math.max(0, right)).label();
        return right < 0 ? Optional.empty() : found.map(of -> new Owner(of, label));
    }

    private boolean matches(
            Credential credential, Account account, DigestResponse response, String method) {
        boolean full = response.username().indexOf('@') >= 0;
        return sealed.open(credential, account.id(), account.address().user())
                .map(pair -> full ? pair.full() : pair.plain())
                .map(ha1 -> response.matches(ha1, method))
                .orElse(false);
    }
}
