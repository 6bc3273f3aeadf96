package org.earshot.softphone.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.PlainName;

/// What the command line says of calls without a server.
///
/// @param at where to listen; empty: at all addresses, at the usual port if that is free
/// @param name what the user wants to be called
record DirectOptions(
        Optional<InetSocketAddress> at, String name, boolean discoverable, boolean anywhere) {
    /// Where `--direct` stands alone.
    static final String USUAL = "usual";

    private static final Pattern PLACE =
            Pattern.compile(
                    "(?:(\\[[0-9A-Fa-f:.]+]|[0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?::([0-9]{1,5}))?|:?([0-9]{1,5}))");
    private static final int LONGEST_NAME =
            59; // with a number behind it still a label (RFC 6763 §4.1.1)
    private static final int LAST_PORT = 65_535;

    /// @param account whose user part is the name where none is given
    /// @return empty: there are to be none
    /// @throws IllegalArgumentException with a sentence for the user
    static Optional<DirectOptions> of(PhoneOptions options, Optional<Account> account) {
        if (options.direct.isEmpty()) {
            if (options.discoverable || options.directAnywhere) {
                throw new IllegalArgumentException("--direct is missing (see --help)");
            }
            return Optional.empty();
        }
        return Optional.of(
                new DirectOptions(
                        place(options.direct),
                        name(options, account),
                        options.discoverable,
                        options.directAnywhere));
    }

    private static Optional<InetSocketAddress> place(String text) {
        if (text.equals(USUAL)) {
            return Optional.empty();
        }
        Matcher match = PLACE.matcher(text);
        if (match.matches()) {
            String port = match.group(3) == null ? match.group(2) : match.group(3);
            String host = match.group(1) == null ? "0.0.0.0" : match.group(1);
            int number = port == null ? 5060 : Integer.parseInt(port);
            if (number <= LAST_PORT) {
                try {
                    return Optional.of(
                            new InetSocketAddress(
                                    InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")),
                                    number));
                } catch (IllegalArgumentException _) {
                    // said below
                }
            }
        }
        throw new IllegalArgumentException(
                "--direct is ADDRESS:PORT with a numeric address, and not \"" + text + "\"");
    }

    private static String name(PhoneOptions options, Optional<Account> account) {
        String name =
                options.name.isEmpty()
                        ? account.map(own -> own.address().user()).orElse("")
                        : options.name;
        if (name.isEmpty()) {
            throw new IllegalArgumentException("--name is missing (see --help)");
        }
        if (!name.equals(PlainName.of(name))
                || name.indexOf('@') >= 0
                || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "--name is one line without @, of at most " + LONGEST_NAME + " bytes");
        }
        return name;
    }
}
