package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.earshot.softphone.media.MediaParameters;
import org.earshot.softphone.media.MediaStatistics;
import org.earshot.softphone.media.SessionQuality;
import org.earshot.softphone.media.Silence;
import org.earshot.softphone.media.Way;
import org.earshot.softphone.media.audio.Conference;
import org.earshot.softphone.media.ice.IceCandidate;
import org.earshot.softphone.media.ice.IceServer;

/// Audio without sockets and sound: keeps what it was told.
final class FakeMedia implements MediaFactory {
    final List<Opened> opened = new ArrayList<>();
    boolean none;
    boolean hasMicrophone = true;
    boolean gathers;
    List<IceCandidate> candidates = List.of();
    private final List<Consumer<UserAgentEvent>> listeners = new ArrayList<>();
    private int port = 40_000;

    final class Opened implements CallMedia {
        final Listener listener;
        final List<MediaParameters> applied = new ArrayList<>();
        final List<InetAddress> addresses = new ArrayList<>();
        int rtpPort = port += 2;
        String digits = "";
        boolean muted;
        boolean hushed;
        Optional<Path> recorded = Optional.empty();
        Optional<Conference.Seat> seat = Optional.empty();
        boolean closed;
        boolean early;
        boolean ringsBack;
        Optional<EndTone> endTone = Optional.empty();
        int looksAgain;
        long heard;
        long reports;
        Silence silence = Silence.NONE;
        Optional<SessionQuality> quality = Optional.empty();

        final Optional<List<IceServer>> ice;
        List<IceCandidate> candidates = FakeMedia.this.candidates;
        boolean gathered = !FakeMedia.this.gathers;

        Opened(InetAddress local, Optional<List<IceServer>> ice, Listener listener) {
            this.ice = ice;
            addresses.add(local);
            this.listener = listener;
        }

        @Override
        public void moveTo(InetAddress local, Optional<List<IceServer>> ice) throws IOException {
            if (none) {
                throw new IOException("no free port");
            }
            addresses.add(local);
            rtpPort = port += 2;
        }

        @Override
        public void lookAgain(List<IceServer> ice) {
            looksAgain++;
            gathered = !FakeMedia.this.gathers;
        }

        @Override
        public List<IceCandidate> candidates() {
            return candidates;
        }

        @Override
        public boolean isGathered() {
            return gathered;
        }

        /// Has found all that there is.
        void gathered(List<IceCandidate> found) {
            candidates = found;
            gathered = true;
            listener.gathered();
        }

        MediaParameters last() {
            return applied.getLast();
        }

        @Override
        public int rtpPort() {
            return rtpPort;
        }

        @Override
        public int rtcpPort() {
            return rtpPort + 1;
        }

        @Override
        public void apply(MediaParameters parameters) {
            applied.add(parameters);
        }

        @Override
        public void applyEarly(MediaParameters parameters) {
            early = true;
            applied.add(parameters);
        }

        @Override
        public void answered() {
            early = false;
        }

        @Override
        public void ringBack(boolean on) {
            ringsBack = on;
        }

        @Override
        public void endTone(EndTone why) {
            endTone = Optional.of(why);
        }

        @Override
        public void mute(boolean on) {
            muted = on;
        }

        @Override
        public void hush(boolean on) {
            hushed = on;
        }

        @Override
        public void record(Path file) {
            recorded = Optional.of(file);
        }

        @Override
        public void stopRecording() {
            recorded = Optional.empty();
        }

        @Override
        public void sit(Optional<Conference.Seat> place) {
            seat.ifPresent(Conference.Seat::close);
            seat = place;
        }

        @Override
        public void sendDigits(String keys) {
            digits += keys;
        }

        @Override
        public Optional<SessionQuality> quality() {
            return closed ? Optional.empty() : quality;
        }

        @Override
        public Optional<Way> way() {
            return Optional.empty();
        }

        @Override
        public OptionalDouble echoReducedDb() {
            return OptionalDouble.of(38.5);
        }

        @Override
        public MediaStatistics statistics() {
            return Statistics.of(heard, reports, silence, 0);
        }

        @Override
        public void close() {
            ringsBack = false;
            closed = true;
        }
    }

    @Override
    public CallMedia open(InetAddress local, Optional<List<IceServer>> ice, Listener listener)
            throws IOException {
        if (none) {
            throw new IOException("no free port");
        }
        Opened media = new Opened(local, ice, listener);
        opened.add(media);
        return media;
    }

    @Override
    public Sound sound() {
        return new WithOrWithoutMicrophone();
    }

    /// A microphone is plugged in or pulled.
    void plug(boolean there) {
        hasMicrophone = there;
        for (Consumer<UserAgentEvent> listener : listeners) {
            listener.accept(
                    new UserAgentEvent.SoundDevices(
                            List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
        }
    }

    private final class WithOrWithoutMicrophone implements Sound {
        @Override
        public List<Device> devices() {
            return NONE.devices();
        }

        @Override
        public Optional<String> chosen(Use use) {
            return NONE.chosen(use);
        }

        @Override
        public void choose(Use use, Optional<String> name) {}

        @Override
        public boolean hasMicrophone() {
            return hasMicrophone;
        }

        @Override
        public Facts facts() {
            return NONE.facts();
        }

        @Override
        public double level() {
            return 0;
        }

        @Override
        public void listen(boolean on) {}

        @Override
        public CompletionStage<Double> test() {
            return NONE.test();
        }

        @Override
        public void onEvent(Consumer<UserAgentEvent> listener) {
            listeners.add(listener);
        }
    }

    Opened last() {
        return opened.getLast();
    }
}
