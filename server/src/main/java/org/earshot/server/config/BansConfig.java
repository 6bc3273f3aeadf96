package org.earshot.server.config;

import java.time.Duration;
import java.util.List;
import org.earshot.common.auth.AddressBans;
import org.earshot.common.config.ConfigException;
import org.earshot.proxy.TrustedNetworks;

/// When an address is dropped from which passwords are guessed; the section `security.bans`.
///
/// @param accounts with a wrong password from one address, 0 for never
/// @param window in which they count
/// @param length of a ban
/// @param exempt networks (CIDR) that are never banned, besides this machine and `security.trusted`
public record BansConfig(int accounts, Duration window, Duration length, List<String> exempt) {
    private static final int FEWEST = 2;
    private static final int MOST = 1000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration WIDEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    public BansConfig {
        if (accounts != 0 && (accounts < FEWEST || accounts > MOST)) {
            throw new ConfigException("security.bans.accounts", "must be 0, or 2 to 1000");
        }
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(WIDEST) > 0) {
            throw new ConfigException("security.bans.window", "must be 1s to 24h");
        }
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new ConfigException("security.bans.length", "must be 1s to 30d");
        }
        try {
            TrustedNetworks.of(exempt);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "security.bans.exempt",
                    e.getMessage() + "; networks are written 192.0.2.0/24 or 2001:db8::/32");
        }
        exempt = List.copyOf(exempt);
    }

    /// Twenty accounts within ten minutes: an hour. Nobody on loopback is banned.
    static BansConfig standard() {
        return new BansConfig(
                20, Duration.ofMinutes(10), Duration.ofHours(1), List.of("127.0.0.0/8", "::1/128"));
    }

    /// The same for who enforces it.
    public AddressBans.Rule rule() {
        return new AddressBans.Rule(accounts, window, length);
    }
}
