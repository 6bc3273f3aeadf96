package org.earshot.softphone.file;

import java.io.IOException;
import java.net.InetAddress;
import org.earshot.common.msrp.MsrpUri;

/// Carries files between phones. Thread-safe, and no method but [#relayed] waits for network or disk.
public interface FileEngine {
    /// What the other phone must see in our certificate: the value of `a=fingerprint` (RFC 8122).
    String fingerprint();

    /// A fresh address, which nobody can guess, for one session. From now on a connection for it may come, also before [#send] or
    /// [#receive]; to be followed by one of these, or by [#forget].
    ///
    /// @param host an address of this machine by which the other phone may reach it
    /// @throws IOException if no port can be opened there
    MsrpUri local(InetAddress host) throws IOException;

    /// The same over a relay of ours: connects to it and logs in, which waits for the network. There is no other way to the session
    /// then, and it is the other phone that connects.
    ///
    /// @throws IOException in words, if it can't be reached or does not let us in
    Relayed relayed(OwnRelay relay) throws IOException;

    /// A session of ours at a relay.
    ///
    /// @param relay the first hop for others, and for what we send
    /// @param local ours
    /// @param fingerprint what others must see in the relay's certificate
    record Relayed(MsrpUri relay, MsrpUri local, String fingerprint) {}

    /// Sends a file.
    ///
    /// @param peer its `local` came from [#local] or [#relayed]; with the latter the relay is the first hop of its `remote`
    FileSession send(OutgoingFile file, MsrpPeer peer, FileListener listener);

    /// Takes a file.
    ///
    /// @param peer as for [#send]
    FileSession receive(IncomingFile file, MsrpPeer peer, FileListener listener);

    /// The offer came to nothing.
    void forget(MsrpUri local);
}
