package org.earshot.softphone.ua;

import java.security.SecureRandom;
import org.earshot.softphone.sdp.MediaPolicy;

/// What calls share. The requester answers challenges for the account of the identity.
record CallContext(
        UserAgentThread thread,
        Requester requester,
        Identity identity,
        MediaFactory mediaFactory,
        PhoneSettings settings,
        Memory memory,
        SecureRandom random) {

    MediaPolicy mediaPolicy() {
        return new MediaPolicy(identity.isEncrypted(), !settings.encryptionRequired());
    }
}
