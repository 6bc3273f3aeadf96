package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.media.dtls.DtlsParameters;

/// Makes the audio of calls.
public interface MediaFactory {

    /// Takes a pair of ports for a call.
    ///
    /// @param local the address that we tell the other side
    /// @throws IOException if there is none
    CallMedia open(InetAddress local, Listener listener) throws IOException;

    /// The devices that it uses.
    default Sound sound() {
        return Sound.NONE;
    }

    /// What the audio of a call tells. Any thread.
    interface Listener {
        /// The other side pressed a key (RFC 4733).
        void digit(char digit);

        /// The phones have agreed upon keys (RFC 5764): [CallMedia#apply] them.
        void keys(DtlsParameters parameters, DtlsKeys keys);

        /// The phones could not agree upon keys.
        ///
        /// @param reason for the user
        void noKeys(DtlsParameters parameters, String reason);

        /// It can't go on, such as when the microphone was unplugged.
        ///
        /// @param reason for the user
        void failed(String reason);
    }
}
