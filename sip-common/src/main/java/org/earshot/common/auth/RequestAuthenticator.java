package org.earshot.common.auth;

import javax.sip.message.Request;
import org.earshot.common.stack.Flow;

/// Who sent this? As registrar and proxy see it.
public interface RequestAuthenticator {

    /// Which pair of headers is in use (RFC 3261 §22.2 and §22.3).
    enum Role {
        /// 401, WWW-Authenticate, Authorization.
        REGISTRAR,
        /// 407, Proxy-Authenticate, Proxy-Authorization.
        PROXY
    }

    /// Checks a request's credentials for our realm. May read the database: not for socket threads.
    ///
    /// @throws org.earshot.common.db.StoreUnavailableException if that can't be known now
    Authentication authenticate(Request request, Flow flow, Role role);
}
