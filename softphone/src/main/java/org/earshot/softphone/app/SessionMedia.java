package org.earshot.softphone.app;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.net.ssl.SSLContext;
import org.earshot.softphone.media.MediaListener;
import org.earshot.softphone.media.MediaParameters;
import org.earshot.softphone.media.MediaPort;
import org.earshot.softphone.media.MediaSession;
import org.earshot.softphone.media.MediaStatistics;
import org.earshot.softphone.media.MediaTap;
import org.earshot.softphone.media.PortRange;
import org.earshot.softphone.media.SessionQuality;
import org.earshot.softphone.media.Way;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.media.dtls.DtlsParameters;
import org.earshot.softphone.media.ice.IceCandidate;
import org.earshot.softphone.media.ice.IceServer;
import org.earshot.softphone.ua.CallMedia;
import org.earshot.softphone.ua.MediaFactory;

/// Calls' audio by RTP and the audio engine.
///
/// @param trust for relays that are reached by TLS
/// @param tap watches the frames of all calls
record SessionMedia(
        EngineSound sound,
        Codecs codecs,
        PortRange ports,
        SSLContext trust,
        MediaTap tap,
        SecureRandom random)
        implements MediaFactory {

    @Override
    public CallMedia open(InetAddress local, Optional<List<IceServer>> ice, Listener listener)
            throws IOException {
        MediaPort port = openPort(local, ice);
        return new Call(
                port,
                new MediaSession(port, sound.engine(), codecs, new Heard(listener), tap),
                ice,
                listener);
    }

    private MediaPort openPort(InetAddress local, Optional<List<IceServer>> ice)
            throws IOException {
        return ice.isPresent()
                ? MediaPort.openForIce(local, LocalAddresses.all(), ports, random)
                : MediaPort.open(local, ports, random);
    }

    /// Hands on what a session tells.
    private record Heard(Listener listener) implements MediaListener {
        @Override
        public void digitReceived(char digit) {
            listener.digit(digit);
        }

        @Override
        public void onKeys(DtlsParameters parameters, DtlsKeys keys) {
            listener.keys(parameters, keys);
        }

        @Override
        public void onFailed(DtlsParameters parameters, String reason) {
            listener.noKeys(parameters, reason);
        }

        @Override
        public void onWayLost() {
            listener.wayLost();
        }

        @Override
        public void onNoWay() {
            listener.noWay();
        }
    }

    /// One call's; on the user-agent thread.
    private final class Call implements CallMedia {
        private final MediaSession session;
        private final Listener listener;
        private MediaPort port;
        private volatile boolean gathered;
        private boolean started;
        private boolean muted;

        Call(
                MediaPort port,
                MediaSession session,
                Optional<List<IceServer>> ice,
                Listener listener) {
            this.port = port;
            this.session = session;
            this.listener = listener;
            gather(ice);
        }

        private void gather(Optional<List<IceServer>> ice) {
            gathered = false;
            port.gather(
                    ice.orElse(List.of()),
                    trust,
                    () -> {
                        gathered = true;
                        listener.gathered();
                    });
        }

        @Override
        public List<IceCandidate> candidates() {
            return port.candidates();
        }

        @Override
        public boolean isGathered() {
            return gathered;
        }

        @Override
        public int rtpPort() {
            return port.rtpAddress().getPort();
        }

        @Override
        public int rtcpPort() {
            return port.rtcpAddress().getPort();
        }

        @Override
        public void moveTo(InetAddress local, Optional<List<IceServer>> ice) throws IOException {
            port = openPort(local, ice);
            gather(ice);
            session.moveTo(port);
        }

        @Override
        public void apply(MediaParameters parameters) {
            if (started) {
                session.update(parameters);
            } else {
                session.start(parameters);
                started = true;
                session.setMuted(muted);
            }
        }

        @Override
        public void mute(boolean on) {
            muted = on;
            if (started) {
                session.setMuted(on);
            }
        }

        @Override
        public void sendDigits(String digits) {
            session.sendDigits(digits);
        }

        @Override
        public MediaStatistics statistics() {
            return session.statistics();
        }

        @Override
        public Optional<SessionQuality> quality() {
            return session.quality();
        }

        @Override
        public Optional<Way> way() {
            return session.way();
        }

        @Override
        public OptionalDouble echoReducedDb() {
            return sound.engine().echoReducedDb();
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
