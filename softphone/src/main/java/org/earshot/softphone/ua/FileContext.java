package org.earshot.softphone.ua;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.sip.message.Request;

/// What the transfers of files share.
///
/// @param loggedIn who we are now
/// @param announcer writes what our user sends without having typed it
/// @param ways which way files go
record FileContext(
        UserAgentThread thread,
        Supplier<Optional<LoggedIn>> loggedIn,
        FileKit kit,
        Announcer announcer,
        FileWays ways,
        InstantSource clock,
        RandomGenerator random) {

    /// Writes to somebody in our user's name, on the user-agent thread.
    interface Announcer {
        /// @param messageId asked again with the same one, nothing more is written
        /// @return complete when it will go out whatever happens to this process
        CompletionStage<Void> announce(String account, String uri, String messageId, String text);
    }

    /// While this account is the one that is logged in.
    Optional<LoggedIn> loggedInAs(String account) {
        return loggedIn.get().filter(l -> l.account().address().toString().equals(account));
    }

    /// Which files an account sends and takes now.
    FilePolicy policy(String account) {
        return loggedInAs(account)
                .flatMap(LoggedIn::fileRules)
                .map(kit.policy()::told)
                .orElse(kit.policy());
    }

    /// Lets somebody know that we are there (RFC 3261 §11): a file that rested may go on.
    void greet(String account, String uri) {
        loggedInAs(account)
                .ifPresent(by ->
                        by.identity()
                                .ifPresent(here -> {
                                    long[] cSeq = {1};
                                    Request options =
                                            here.request(
                                                    Request.OPTIONS,
                                                    uri,
                                                    Fields.plain(Fields.uri(uri)),
                                                    Identity.newCallId(),
                                                    cSeq[0]);
                                    by.requester()
                                            .send(
                                                    options,
                                                    here.server(),
                                                    () -> ++cSeq[0],
                                                    Ignored.HANDLER);
                                }));
    }

    /// Ends a session, where there is a way to the server.
    void bye(CallDialog dialog, FileGoodbye goodbye) {
        loggedIn.get().ifPresent(l -> goodbye.say(dialog, l.requester()));
    }
}
