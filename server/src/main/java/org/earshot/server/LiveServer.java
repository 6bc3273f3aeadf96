package org.earshot.server;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.LiveCall;

/// What only a running server knows and can do.
///
/// @param forget has an account authenticate anew on every connection: its password has changed, or it is gone
record LiveServer(
        Supplier<List<LiveCall>> calls,
        Supplier<Map<String, Object>> status,
        Consumer<AddressOfRecord> forget) {}
