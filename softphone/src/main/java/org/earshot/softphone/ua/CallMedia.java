package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.earshot.softphone.media.MediaParameters;
import org.earshot.softphone.media.MediaStatistics;
import org.earshot.softphone.media.SessionQuality;
import org.earshot.softphone.media.Way;
import org.earshot.softphone.media.audio.Conference;
import org.earshot.softphone.media.ice.IceCandidate;
import org.earshot.softphone.media.ice.IceServer;

/// The audio of one call. Methods return at once.
public interface CallMedia extends AutoCloseable {

    /// Our RTP port, from the beginning until [#moveTo].
    int rtpPort();

    /// Our RTCP port, from the beginning until [#moveTo].
    int rtcpPort();

    /// Where the other side may reach us, as far as known (RFC 8445); none without ICE.
    List<IceCandidate> candidates();

    /// Whether [#candidates] has all that could be found; else that will be told.
    boolean isGathered();

    /// The way was lost: asks once more where we may be reached, as relays may have forgotten us.
    ///
    /// @param ice who helps to find ways through routers
    void lookAgain(List<IceServer> ice);

    /// Takes a pair of ports at another address of ours, and goes on there.
    ///
    /// @param ice who helps to find ways through routers; empty: without ICE
    /// @throws IOException if there is none: nothing has changed then
    void moveTo(InetAddress local, Optional<List<IceServer>> ice) throws IOException;

    /// Starts, or goes on with what a later offer and answer agreed.
    void apply(MediaParameters parameters);

    /// Starts before the call was answered: a handshake for keys is not begun, but taken part in.
    void applyEarly(MediaParameters parameters);

    /// The call that was started early was answered.
    void answered();

    /// Lets our user hear that it rings at the one who is called, unless that one is heard itself; or not any more.
    void ringBack(boolean on);

    /// Lets our user hear that and why the call has failed: for some seconds, also when this is closed, unless another call begins or goes on.
    void endTone(EndTone why);

    /// Shuts or opens the microphone.
    void mute(boolean on);

    /// Sends nothing that can be heard, or what there is again.
    void hush(boolean on);

    /// Begins to record both sides to a new file; what becomes of it is told.
    void record(Path file);

    /// Ends that.
    void stopRecording();

    /// Takes part in a conference from now on; empty: not any more.
    void sit(Optional<Conference.Seat> seat);

    /// Sends keys, in the way in which the other side takes them.
    void sendDigits(String digits);

    /// How it does.
    MediaStatistics statistics();

    /// How it was heard from its start until now, on both sides; empty before it started and once it ended.
    Optional<SessionQuality> quality();

    /// By how much echo is made quieter, in dB; empty where it isn't cancelled or nobody has spoken yet.
    OptionalDouble echoReducedDb();

    /// Which way packets go; empty while it is looked for, and without ICE.
    Optional<Way> way();

    /// Ends it; may be called twice.
    @Override
    void close();
}
