package org.earshot.common.account;

import java.util.Comparator;
import java.util.List;

/// The passwords of accounts. Each method is one transaction.
public interface CredentialStore {

    /// All credentials of an account, by label, algorithm and realm; none where there is no such account.
    List<Credential> find(AccountId account);

    /// Replaces all credentials of one label by these.
    ///
    /// @throws IllegalArgumentException if there is no such account (any more), or one of the credentials belongs to
    ///     another account or label
    void replace(AccountId account, String label, List<Credential> credentials);

    /// What every store checks before it replaces.
    ///
    /// @throws IllegalArgumentException if one of the credentials belongs to another account or label
    static void check(AccountId account, String label, List<Credential> credentials) {
        for (Credential credential : credentials) {
            if (!credential.account().equals(account) || !credential.label().equals(label)) {
                throw new IllegalArgumentException(
                        credential + " does not belong to " + account + ", label " + label);
            }
        }
    }

    /// In the order in which every store gives them.
    static List<Credential> ordered(List<Credential> credentials) {
        return credentials.stream()
                .sorted(
                        Comparator.comparing(Credential::label)
                                .thenComparing(Credential::algorithm)
                                .thenComparing(Credential::realm))
                .toList();
    }
}
