package org.earshot.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.LiveCall;
import org.earshot.proxy.archive.Archive;

/// What only a running server knows and can do.
///
/// @param forget has an account authenticate anew on every connection: its password has changed, or it is gone
/// @param recordRelease puts into the record that an administrator lets a device (its instance; empty: all) of an account
///     have history and contact list
/// @param archive where its events go
record LiveServer(
        Supplier<List<LiveCall>> calls,
        Supplier<Map<String, Object>> status,
        Consumer<AddressOfRecord> forget,
        BiConsumer<AddressOfRecord, Optional<String>> recordRelease,
        Optional<Archive> archive) {

    /// One that writes no archive.
    LiveServer(
            Supplier<List<LiveCall>> calls,
            Supplier<Map<String, Object>> status,
            Consumer<AddressOfRecord> forget,
            BiConsumer<AddressOfRecord, Optional<String>> recordRelease) {
        this(calls, status, forget, recordRelease, Optional.empty());
    }
}
