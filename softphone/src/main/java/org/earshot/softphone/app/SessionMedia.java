package org.earshot.softphone.app;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.net.ssl.SSLContext;
import org.earshot.softphone.file.FilePace;
import org.earshot.softphone.media.HoldMusic;
import org.earshot.softphone.media.MediaListener;
import org.earshot.softphone.media.MediaParameters;
import org.earshot.softphone.media.MediaPort;
import org.earshot.softphone.media.MediaSession;
import org.earshot.softphone.media.MediaStatistics;
import org.earshot.softphone.media.MediaTap;
import org.earshot.softphone.media.PortRange;
import org.earshot.softphone.media.SessionQuality;
import org.earshot.softphone.media.Way;
import org.earshot.softphone.media.audio.CallRecorder;
import org.earshot.softphone.media.audio.Conference;
import org.earshot.softphone.media.audio.SignalTone;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.media.dtls.DtlsParameters;
import org.earshot.softphone.media.ice.IceCandidate;
import org.earshot.softphone.media.ice.IceServer;
import org.earshot.softphone.ua.CallMedia;
import org.earshot.softphone.ua.EndTone;
import org.earshot.softphone.ua.MediaFactory;

/// Calls' audio by RTP and the audio engine.
///
/// @param trust for relays that are reached by TLS; empty: those are not used
/// @param recording whether calls may be recorded
/// @param music for whom we hold; empty: silence
/// @param endTones say that a call has failed
/// @param tap watches the frames of all calls
record SessionMedia(
        EngineSound sound,
        Codecs codecs,
        PortRange ports,
        Optional<SSLContext> trust,
        RecordingPolicy recording,
        Optional<HoldMusic> music,
        EndTones endTones,
        MediaTap tap,
        SecureRandom random)
        implements MediaFactory {

    @Override
    public CallMedia open(InetAddress local, Optional<List<IceServer>> ice, Listener listener)
            throws IOException {
        endTones.stop();
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
        private boolean hushed;
        private Optional<SignalTone> ringBack = Optional.empty();
        private Optional<FilePace.Call> flowing = Optional.empty();

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
            port.gather(ice.orElse(List.of()), trust, this::onGathered);
        }

        @Override
        public void lookAgain(List<IceServer> ice) {
            gathered = false;
            port.gatherAgain(ice, trust, this::onGathered);
        }

        private void onGathered() {
            gathered = true;
            listener.gathered();
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
                onStarted();
            }
        }

        @Override
        public void applyEarly(MediaParameters parameters) {
            session.startEarly(parameters);
            onStarted();
        }

        @Override
        public void answered() {
            session.answered();
        }

        @Override
        public void ringBack(boolean on) {
            if (on == ringBack.isPresent()) {
                return;
            }
            if (on) {
                SignalTone tone = SignalTone.ringBack(session::isHeard);
                sound.engine().join(tone);
                ringBack = Optional.of(tone);
            } else {
                var _ = sound.engine().leave(ringBack.orElseThrow());
                ringBack = Optional.empty();
            }
        }

        @Override
        public void endTone(EndTone why) {
            endTones.play(why);
        }

        private void onStarted() {
            started = true;
            flowing = Optional.of(FilePace.ALL.callBegins());
            session.setMuted(muted);
            session.setHushed(hushed, music);
        }

        @Override
        public void mute(boolean on) {
            muted = on;
            if (started) {
                session.setMuted(on);
            }
        }

        @Override
        public void hush(boolean on) {
            boolean before = hushed;
            hushed = on;
            if (before && !on) {
                endTones.stop(); // this one is talked to again
            }
            if (started && before != on) { // else the music would begin anew
                session.setHushed(on, music);
            }
        }

        @Override
        public void record(Path file) {
            if (recording == RecordingPolicy.OFF) {
                listener.recording(file, false, "calls may not be recorded with this phone");
                return;
            }
            // a disk may take its time
            Thread.ofVirtual().name("recording").start(() -> begin(file));
        }

        private void begin(Path file) {
            try {
                CallRecorder recorder =
                        CallRecorder.start(
                                file,
                                reason -> {
                                    session.record(Optional.empty(), false);
                                    listener.recording(file, false, reason);
                                });
                session.record(Optional.of(recorder), recording == RecordingPolicy.TONE);
                listener.recording(file, true, "");
            } catch (FileAlreadyExistsException _) {
                listener.recording(file, false, "there is a file of that name already");
            } catch (IOException e) {
                listener.recording(file, false, "the file can't be made: " + e.getMessage());
            }
        }

        @Override
        public void stopRecording() {
            session.record(Optional.empty(), false);
        }

        @Override
        public void sit(Optional<Conference.Seat> seat) {
            session.sit(seat);
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
            ringBack(false);
            session.close();
            flowing.ifPresent(FilePace.Call::close);
        }
    }
}
