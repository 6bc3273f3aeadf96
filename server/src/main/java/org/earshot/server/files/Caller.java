package org.earshot.server.files;

import java.util.Optional;
import org.earshot.common.account.Account;
import org.earshot.common.stack.Flow;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.Sender;

/// Who asks for something, signed in.
///
/// @param flow the connection over which they come
record Caller(Account account, Flow flow) {
    String address() {
        return account.address().toString();
    }

    /// As the record names them.
    Sender sender() {
        return new Sender(
                address(), Optional.of(account.id()), IdentityProof.DIGEST, Optional.of(flow));
    }
}
