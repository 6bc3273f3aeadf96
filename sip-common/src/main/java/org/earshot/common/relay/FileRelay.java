package org.earshot.common.relay;

import org.earshot.common.msrp.MsrpUri;

/// The relay for files of a domain (RFC 4976), as its phones are told of it.
///
/// @param uri what AUTH is sent to: by TLS, without a session
/// @param only whether files are to go no other way
public record FileRelay(MsrpUri uri, boolean only) {
    public FileRelay {
        if (!uri.secure()
                || !uri.transport().equals("tcp")
                || !uri.session().isEmpty()
                || uri.user().isPresent()
                || !uri.parameters().isEmpty()) {
            throw new IllegalArgumentException("a relay is msrps://HOST:PORT;tcp");
        }
    }
}
