package org.earshot.softphone.ua;

import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;

/// What is done about a digest challenge (RFC 3261 §22).
@FunctionalInterface
interface Credentials {

    /// Nobody gets any: whoever is called without a server is nobody whose business our password is.
    Credentials NONE =
            (_, _, _, _) -> new ChallengeAnswer.Refused("the other phone wants a password");

    /// @param request that was challenged; not changed
    /// @param cSeq the number for the request that answers it
    ChallengeAnswer.Outcome answer(Request request, Response response, long cSeq, Flow flow);
}
