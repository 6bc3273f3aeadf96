package org.earshot.proxy.archive;

import java.util.Optional;
import org.earshot.common.account.AccountId;
import org.earshot.common.stack.Flow;

/// Who sent something, and how the server knows.
///
/// @param address the verified identity, `sip:name@domain`; not what From claims
/// @param account its account, where it is one of ours
/// @param proof how it was verified
/// @param flow over which it came
public record Sender(
        String address, Optional<AccountId> account, IdentityProof proof, Optional<Flow> flow) {}
