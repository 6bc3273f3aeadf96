package org.earshot.common.account;

import java.time.Instant;
import org.earshot.common.address.AddressOfRecord;

/// Somebody who may register and send.
///
/// @param id never changes, never used again
/// @param address the address-of-record, `sip:name@domain`
/// @param displayName what others see; may be empty
/// @param createdAt when
public record Account(
        AccountId id, AddressOfRecord address, String displayName, Instant createdAt) {}
