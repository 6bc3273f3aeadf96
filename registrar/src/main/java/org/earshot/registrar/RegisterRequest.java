package org.earshot.registrar;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.BindingKey;
import org.earshot.common.stack.Flow;

/// What a REGISTER asks for, read and checked; see [RegisterReader].
///
/// @param address whose bindings
/// @param wish what to do with them
/// @param path the Path values (RFC 3327), topmost first
/// @param flow over which it came
/// @param userAgent at most 255 characters, "" for none
record RegisterRequest(
        AddressOfRecord address,
        String callId,
        long cSeq,
        Wish wish,
        List<String> path,
        Flow flow,
        String userAgent) {

    /// What to do with the bindings (RFC 3261 §10.3 steps 6 and 7).
    sealed interface Wish {
        /// No Contact: only tell.
        record Query() implements Wish {}

        /// `Contact: *` with `Expires: 0`.
        record RemoveAll() implements Wish {}

        /// These contacts.
        record Change(List<RequestedContact> contacts) implements Wish {}
    }

    /// One Contact.
    ///
    /// @param key of its binding
    /// @param uri as the phone wrote it
    /// @param qThousandths 0–1000
    /// @param expires seconds asked for; empty where the phone named none; 0 to remove
    /// @param instanceId `+sip.instance` without angle brackets
    /// @param regId 0 for none
    /// @param takesCpim whether its `type` feature tag names `message/cpim`
    /// @param wantsHistory whether it has the feature tag `+org.earshot.history`
    record RequestedContact(
            BindingKey key,
            String uri,
            int qThousandths,
            OptionalInt expires,
            Optional<String> instanceId,
            int regId,
            boolean takesCpim,
            boolean wantsHistory) {}
}
