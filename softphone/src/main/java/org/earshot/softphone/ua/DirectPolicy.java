package org.earshot.softphone.ua;

import java.util.Map;
import java.util.Optional;

/// Whether this phone may call without a server: where records must be kept an organisation says no, and that counts also while its
/// server is away. Pure.
final class DirectPolicy {
    private DirectPolicy() {}

    /// @param account who is logged in, or about to be
    /// @param said by the servers of accounts of this phone, now or earlier
    /// @return why it may not, for the user; empty: it may
    static Optional<String> refusal(Optional<String> account, Map<String, Boolean> said) {
        if (account.isPresent()) {
            Optional<Boolean> word = Optional.ofNullable(said.get(account.get()));
            return word.isEmpty()
                    ? Optional.of(
                            "the server of "
                                    + account.get()
                                    + " has not said yet whether calls without it are allowed")
                    : word.filter(allowed -> !allowed).map(_ -> notAllowed(account.get()));
        }
        // without an account: else it would be enough to leave it away for once
        return said.entrySet().stream()
                .filter(each -> !each.getValue())
                .map(each -> notAllowed(each.getKey()))
                .findFirst();
    }

    private static String notAllowed(String account) {
        return "the organisation of " + account + " does not allow calls without its server";
    }
}
