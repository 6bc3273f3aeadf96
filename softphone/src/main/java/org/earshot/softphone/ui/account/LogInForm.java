package org.earshot.softphone.ui.account;

import org.earshot.softphone.ua.Account;

/// What somebody types to log in.
///
/// @param address `alice@example.org`
/// @param server `HOST:PORT`, or empty for the domain
/// @param transport `udp`, `tcp` or `tls`
/// @param caFile a PEM file with the organisation's CA; empty: whom the system trusts
/// @param keepsPassword whether the password is to be there at the next start
public record LogInForm(
        String address,
        String password,
        String server,
        String transport,
        String caFile,
        boolean keepsPassword) {

    /// One whose password is not kept.
    public LogInForm(
            String address, String password, String server, String transport, String caFile) {
        this(address, password, server, transport, caFile, false);
    }

    /// Nothing typed yet.
    public static LogInForm empty() {
        return new LogInForm("", "", "", "tls", "");
    }

    /// The address as `sip:alice@example.org`.
    ///
    /// @throws IllegalArgumentException with a sentence for the user, when it can't be one
    public String uri() {
        return Account.of(address, password, server, transport).address().toString();
    }

    /// The same, to be shown again.
    public LogInForm withoutPassword() {
        return new LogInForm(address, "", server, transport, caFile, keepsPassword);
    }

    @Override
    public String toString() {
        return "LogInForm[" + address + " at " + server + " by " + transport + "]";
    }
}
