package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A call between two [BarePhone]s that was answered, as each side saw that.
///
/// @param invite with which it came to the callee
/// @param answer the 2xx that the caller got
record BareCall(String invite, String answer) {
    private static final int SECONDS = 60;

    /// The one calls, the other rings and answers. No node's word to another one reaches either of them.
    ///
    /// @param to the callee's name
    static BareCall answered(BarePhone caller, String to, BarePhone callee) throws Exception {
        CompletableFuture<String> answer =
                CompletableFuture.supplyAsync(() -> caller.invite(to, BarePhone.SDP));
        String invite = callee.request("INVITE");
        assertThat(invite).doesNotContain("\r\nRoute:");
        callee.answer(invite, "180 Ringing", "");
        callee.answer(invite, "200 OK", BarePhone.SDP);
        String ok = answer.get(SECONDS, TimeUnit.SECONDS);
        assertThat(ok).startsWith("SIP/2.0 200");
        caller.acknowledge(ok);
        assertThat(callee.request("ACK")).doesNotContain("\r\nRoute:");
        return new BareCall(invite, ok);
    }
}
