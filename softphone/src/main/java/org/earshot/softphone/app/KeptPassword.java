package org.earshot.softphone.app;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The password that the user wanted kept: in the keyring of the desktop where there is one, else encrypted in a file (docs/decisions/0052).
/// Every method blocks, perhaps until the user has unlocked the keyring; any thread but those of the window and the user agent.
final class KeptPassword {
    private static final Logger log = LoggerFactory.getLogger(KeptPassword.class);

    private final Keyring keyring;
    private final PasswordFile file;

    KeptPassword(Keyring keyring, PasswordFile file) {
        this.keyring = keyring;
        this.file = file;
    }

    /// For a phone with this folder.
    ///
    /// @param environment of the process
    static KeptPassword of(DataFolder folder, Map<String, String> environment) {
        return new KeptPassword(
                new Keyring("secret-tool", Map.of()),
                new PasswordFile(
                        folder.file("password"), keyFile(environment), new SecureRandom()));
    }

    /// `$XDG_CONFIG_HOME/earshot/password-key`, else in `$HOME/.config`: not where the phone keeps its things.
    private static Path keyFile(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return config.isEmpty()
                ? Path.of(
                        environment.getOrDefault("HOME", System.getProperty("user.home", ".")),
                        ".config",
                        "earshot",
                        "password-key")
                : Path.of(config, "earshot", "password-key");
    }

    /// Where a password is kept.
    enum Place {
        /// Safe while the user is not logged in to the desktop.
        KEYRING,
        /// Encrypted, but the key is on the same machine: as safe as the user's other files.
        FILE
    }

    /// Where one would be kept now.
    Place place() {
        return keyring.isThere() ? Place.KEYRING : Place.FILE;
    }

    /// What was kept for an account.
    ///
    /// @param address such as `sip:alice@example.org`
    Optional<String> read(String address) {
        try {
            if (place() == Place.KEYRING) {
                Optional<String> kept = keyring.lookup(address);
                if (kept.isPresent()) {
                    return kept;
                }
            }
            return file.lookup(address);
        } catch (IOException e) {
            log.warn("the password can't be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /// Keeps it, and only at one place.
    ///
    /// @return where
    /// @throws IOException with a sentence for the user
    Place keep(String address, String password) throws IOException {
        Place place = place();
        if (place == Place.KEYRING) {
            keyring.store(address, password);
            file.clear();
        } else {
            file.store(address, password);
        }
        return place;
    }

    /// The user has set another one: it takes the place of the one that is kept, if one is.
    void changed(String address, String password) {
        if (read(address).isPresent()) {
            try {
                var _ = keep(address, password);
            } catch (IOException e) {
                log.warn("the new password can't be kept: {}", e.getMessage());
            }
        }
    }

    /// Keeps it no more, wherever it is.
    ///
    /// @throws IOException with a sentence for the user
    void forget(String address) throws IOException {
        file.clear();
        if (place() == Place.KEYRING) {
            keyring.clear(address);
        }
    }
}
