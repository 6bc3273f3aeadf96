package org.earshot.common.location;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.stack.Flow;

/// One contact of an address-of-record (RFC 3261 §10).
///
/// @param key its identity among the bindings of the address
/// @param contact the Contact's URI as the phone wrote it
/// @param qThousandths preference, 0–1000 (q × 1000); 1000 where the phone gave none
/// @param callId of the REGISTER that wrote it
/// @param cSeq of that REGISTER
/// @param expiresAt when it ends, by the server's clock
/// @param instanceId the `+sip.instance` (RFC 5626 §4.1) without angle brackets
/// @param regId the `reg-id`, 0 for none
/// @param flow the flow over which it came: the way back through a NAT
/// @param path the Path values of the REGISTER (RFC 3327), topmost first
/// @param userAgent what the phone calls itself, "" for nothing; at most 255 characters
/// @param takesCpim whether the phone says that it takes `message/cpim` (the `type` feature tag, RFC 3840 §10)
/// @param wantsHistory whether the phone, when it is new, wants what its user has written and got elsewhere
///     (`+org.earshot.history`)
/// @param updatedAt when it was written
public record Binding(
        BindingKey key,
        String contact,
        int qThousandths,
        String callId,
        long cSeq,
        Instant expiresAt,
        Optional<String> instanceId,
        int regId,
        Flow flow,
        List<String> path,
        String userAgent,
        boolean takesCpim,
        boolean wantsHistory,
        Instant updatedAt) {

    public Binding {
        if (qThousandths < 0 || qThousandths > 1000) {
            throw new IllegalArgumentException("q " + qThousandths);
        }
        path = List.copyOf(path);
    }

    /// Of a phone that does not ask for history.
    public Binding(
            BindingKey key,
            String contact,
            int qThousandths,
            String callId,
            long cSeq,
            Instant expiresAt,
            Optional<String> instanceId,
            int regId,
            Flow flow,
            List<String> path,
            String userAgent,
            boolean takesCpim,
            Instant updatedAt) {
        this(
                key,
                contact,
                qThousandths,
                callId,
                cSeq,
                expiresAt,
                instanceId,
                regId,
                flow,
                path,
                userAgent,
                takesCpim,
                false,
                updatedAt);
    }
}
