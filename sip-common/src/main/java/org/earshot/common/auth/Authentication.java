package org.earshot.common.auth;

import java.util.List;
import javax.sip.header.Header;
import org.earshot.common.account.Account;

/// What became of checking who sent a request.
public sealed interface Authentication {

    /// It is this account, by digest or over a flow that belongs to it.
    record Authenticated(Account account) implements Authentication {}

    /// Answer 401 or 407 with these challenges, the strongest first; the same for known and unknown names.
    record Challenged(int status, List<Header> challenges) implements Authentication {}

    /// Answer with this status: malformed credentials (400), or too many failures (403, 429 …).
    record Refused(int status, String reason) implements Authentication {}
}
