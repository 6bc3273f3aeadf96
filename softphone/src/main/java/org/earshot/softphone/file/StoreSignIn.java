package org.earshot.softphone.file;

import java.util.List;
import java.util.Optional;

/// Signs our requests to a file store. Thread-safe.
public interface StoreSignIn {
    /// The value of the Authorization header.
    ///
    /// @param path as the request line has it
    /// @return empty before the first challenge
    Optional<String> authorization(String method, String path);

    /// The store has asked who we are.
    ///
    /// @param challenges the values of the WWW-Authenticate headers of a 401
    /// @return whether another request has another answer to that
    boolean challenged(List<String> challenges);
}
