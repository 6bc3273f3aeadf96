package org.earshot.proxy.channel;

import javax.sip.message.Response;

/// Why what a session description offers, asks for or takes does not pass.
///
/// @param status of the answer
/// @param reason its phrase
/// @param words for people, in a Warning; without quotes
public record Refusal(int status, String reason, String words) {
    /// Where another session might do.
    public static Refusal notAcceptable(String words) {
        return new Refusal(Response.NOT_ACCEPTABLE_HERE, "Not Acceptable Here", words);
    }

    /// Where none does.
    static Refusal forbidden(String words) {
        return new Refusal(Response.FORBIDDEN, "Forbidden", words);
    }
}
