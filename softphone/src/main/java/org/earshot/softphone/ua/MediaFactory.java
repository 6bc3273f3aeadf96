package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.media.dtls.DtlsParameters;
import org.earshot.softphone.media.ice.IceServer;

/// Makes the audio of calls.
public interface MediaFactory {

    /// Takes a pair of ports for a call.
    ///
    /// @param local the address that we tell the other side
    /// @param ice   who helps to find ways through routers, perhaps nobody; empty: without ICE
    /// @throws IOException if there is none
    CallMedia open(InetAddress local, Optional<List<IceServer>> ice, Listener listener)
            throws IOException;

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

        /// [CallMedia#candidates] has all that could be found.
        void gathered();

        /// Nothing comes by the way that ICE has found: another one has to be looked for.
        void wayLost();

        /// ICE finds no way to the other side.
        void noWay();

        /// A recording has begun, or is not going on.
        ///
        /// @param reason why it isn't, for the user; "" where it was to end
        void recording(Path file, boolean on, String reason);

        /// It can't go on, such as when the microphone was unplugged.
        ///
        /// @param reason for the user
        void failed(String reason);
    }
}
