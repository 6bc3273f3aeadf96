package org.earshot.softphone.ua;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.softphone.sdp.OfferedProfile;

/// What new calls are made of. Used on the user-agent thread.
///
/// @param cname our name in RTCP reports (RFC 7022): the same in all sessions, nobody's address
record CallParts(
        UserAgentThread thread,
        MediaFactory mediaFactory,
        PhoneSettings settings,
        Memory memory,
        SecureRandom random,
        String cname) {

    CallParts(
            UserAgentThread thread,
            MediaFactory mediaFactory,
            PhoneSettings settings,
            Memory memory,
            SecureRandom random) {
        this(thread, mediaFactory, settings, memory, random, Identity.newTag());
    }

    /// By a server.
    ///
    /// @throws IllegalStateException with a sentence for the user, where it can't be reached
    CallContext context(LoggedIn by) {
        return new CallContext(
                thread,
                by.requester(),
                by.identityOrSay(),
                mediaFactory,
                settings,
                memory,
                random,
                by::relays,
                _ -> true);
    }

    /// Without a server.
    CallContext context(DirectPeer by) {
        return new CallContext(
                thread,
                new Requester(by.sender(), thread, Credentials.NONE),
                by.identity(),
                mediaFactory,
                settings,
                memory,
                random,
                List::of,
                by.reach());
    }

    /// The offers of a call by a server.
    ///
    /// @throws IllegalStateException with a sentence for the user, if there can be none
    List<OfferedProfile> plan(LoggedIn by, CallContext context, String uri) {
        List<OfferedProfile> plan =
                OfferPlan.of(
                        context.identity().isEncrypted(),
                        isInDomainOf(by, uri),
                        settings.plainFallback(),
                        context.plainAllowed(uri),
                        settings.certificate().isPresent(),
                        settings.keyAgreement());
        if (plan.isEmpty()) {
            throw new IllegalStateException(
                    "calls with "
                            + uri
                            + " have to be encrypted, and the way to the server is not");
        }
        return plan;
    }

    private static boolean isInDomainOf(LoggedIn by, String uri) {
        return AddressOfRecord.of(Fields.uri(uri))
                .map(AddressOfRecord::domain)
                .filter(by.account().address().domain()::equals)
                .isPresent();
    }

    /// Takes ports for a call.
    ///
    /// @throws IOException if there are none
    CallAudio audio(Id id, CallContext context, boolean muted) throws IOException {
        CallAudio audio =
                new CallAudio(
                        id,
                        thread,
                        settings,
                        mediaFactory,
                        context.identity().contact().getAddress(),
                        context.ice(),
                        cname);
        if (muted) {
            audio.mute(true);
        }
        return audio;
    }
}
