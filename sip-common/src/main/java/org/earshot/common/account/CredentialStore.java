package org.earshot.common.account;

import java.util.List;

/// The passwords of accounts. Each method is one transaction.
public interface CredentialStore {

    /// All credentials of an account.
    List<Credential> find(AccountId account);

    /// Replaces all credentials of one label by these.
    void replace(AccountId account, String label, List<Credential> credentials);
}
