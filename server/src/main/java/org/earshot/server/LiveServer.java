package org.earshot.server;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.AddressBans;
import org.earshot.common.auth.BackOff;
import org.earshot.proxy.LiveCall;
import org.earshot.proxy.route.TrunkBook;
import org.earshot.server.admin.ConfigAdministration;
import org.earshot.server.attempt.FailedLogins;

/// What only a running server knows and can do.
///
/// @param forget has an account authenticate anew on every connection: its password has changed, or it is gone
/// @param service where phones are served by HTTPS; empty: they are not
/// @param recordRelease puts into the record that an administrator lets a device (its instance; empty: all) of an account
///     have history and contact list
/// @param tried who tried wrong passwords
/// @param bans from where nothing is taken
/// @param failed logins
/// @param consoleLink makes a link to the console; empty where none is served
/// @param trunks trunks and dial plan
/// @param running what holds of the configuration
/// @param configs its file
record LiveServer(
        Supplier<List<LiveCall>> calls,
        Supplier<Map<String, Object>> status,
        Consumer<AddressOfRecord> forget,
        Supplier<Optional<URI>> service,
        BiConsumer<AddressOfRecord, Optional<String>> recordRelease,
        Supplier<List<BackOff.Tried>> tried,
        AddressBans bans,
        FailedLogins failed,
        Supplier<Optional<String>> consoleLink,
        TrunkBook trunks,
        RunningConfig running,
        ConfigAdministration configs) {}
