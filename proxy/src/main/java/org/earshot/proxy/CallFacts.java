package org.earshot.proxy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.proxy.archive.ClaimedFile;

/// What INVITE and answer say of a call, for the record of its end.
///
/// @param began when the INVITE came
/// @param answered when the 2xx came
/// @param encryption what the answer agreed on, see [MediaKeys]
/// @param files that were offered, or asked for, in place of a call
record CallFacts(
        Instant began, Instant answered, Optional<String> encryption, List<ClaimedFile> files) {}
