package org.earshot.softphone.app;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalDouble;
import org.earshot.softphone.media.MediaListener;
import org.earshot.softphone.media.MediaParameters;
import org.earshot.softphone.media.MediaPort;
import org.earshot.softphone.media.MediaSession;
import org.earshot.softphone.media.MediaStatistics;
import org.earshot.softphone.media.MediaTap;
import org.earshot.softphone.media.PortRange;
import org.earshot.softphone.media.SessionQuality;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.media.dtls.DtlsParameters;
import org.earshot.softphone.ua.CallMedia;
import org.earshot.softphone.ua.MediaFactory;

/// Calls' audio by RTP and the audio engine.
///
/// @param tap watches the frames of all calls
record SessionMedia(
        EngineSound sound, Codecs codecs, PortRange ports, MediaTap tap, SecureRandom random)
        implements MediaFactory {

    @Override
    public CallMedia open(InetAddress local, Listener listener) throws IOException {
        MediaPort port = MediaPort.open(local, ports, random);
        return new Call(
                port, new MediaSession(port, sound.engine(), codecs, new Heard(listener), tap));
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
    }

    /// One call's; on the user-agent thread.
    private final class Call implements CallMedia {
        private final MediaSession session;
        private MediaPort port;
        private boolean started;
        private boolean muted;

        Call(MediaPort port, MediaSession session) {
            this.port = port;
            this.session = session;
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
        public void moveTo(InetAddress local) throws IOException {
            port = MediaPort.open(local, ports, random);
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
        public OptionalDouble echoReducedDb() {
            return sound.engine().echoReducedDb();
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
