package org.earshot.server.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.earshot.common.location.BindingStore;
import org.earshot.server.monitor.Finding;

/// What goes on in a server. Each is asked at each look, and may throw where it is not known now.
///
/// @param phones registered ones, of all nodes
/// @param messages accepted since the start
/// @param messagesWaiting for phones
/// @param archiveWaiting events that wait until the archive can be written
/// @param unanswered requests without their final answer
/// @param checks what must work
/// @param warnings standing ones
/// @param certificateEnd when the server's certificate expires; empty where none is shown
/// @param cpu of the process, as a part of all processors; below 0 where it is not known
public record LiveSources(
        Supplier<BindingStore.Totals> phones,
        DoubleSupplier messages,
        LongSupplier messagesWaiting,
        LongSupplier archiveWaiting,
        LongSupplier unanswered,
        Supplier<List<Finding>> checks,
        Supplier<Object> warnings,
        Supplier<Optional<Instant>> certificateEnd,
        DoubleSupplier cpu) {}
