package org.earshot.common.auth;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.account.Account;
import org.earshot.common.account.Credential;

/// Makes what the store keeps of a password. Thread-safe.
public final class Passwords {
    /// Characters that nobody mistakes for another in print: almost 5 bits each.
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 5;
    private static final int GROUP = 5;

    private final SealedHa1 sealed;
    private final String realm;
    private final SecureRandom random = new SecureRandom();

    /// @param realm the domain
    public Passwords(SealedHa1 sealed, String realm) {
        this.sealed = sealed;
        this.realm = realm;
    }

    /// Credentials for a password, to be given to the store with the same label.
    ///
    /// @param label "" for the account's own password, else the name of the one phone that it is for
    /// @param md5 whether a phone that knows no SHA-256 will use it; it weakens the password, so better only for
    ///     a password made for that one phone
    /// @throws IllegalArgumentException if it is empty, longer than 256 characters or has control characters
    public List<Credential> credentials(
            Account account, String label, String password, boolean md5) {
        check(password);
        List<Credential> all = new ArrayList<>();
        all.add(seal(account, label, DigestAlgorithm.SHA_256, password));
        if (md5) {
            all.add(seal(account, label, DigestAlgorithm.MD5, password));
        }
        return List.copyOf(all);
    }

    private Credential seal(
            Account account, String label, DigestAlgorithm algorithm, String password) {
        return sealed.seal(
                account,
                label,
                algorithm,
                realm,
                SealedHa1.Pair.of(algorithm, account.address().user(), realm, password));
    }

    /// What [#credentials] would refuse, before there is an account.
    ///
    /// @throws IllegalArgumentException if it is empty, longer than 256 characters or has control characters
    public static void check(String password) {
        if (password.isEmpty() || password.length() > 256) {
            throw new IllegalArgumentException("a password has 1 to 256 characters");
        }
        if (password.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a password has no control characters");
        }
    }

    /// A password for one phone: five groups of five characters, 123 bits, all of which a desk phone can enter.
    public String random() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
