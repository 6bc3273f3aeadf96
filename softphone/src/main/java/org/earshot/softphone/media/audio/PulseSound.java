package org.earshot.softphone.media.audio;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Devices by libpulse: PulseAudio, or PipeWire, which speaks the same. Thread-safe.
final class PulseSound implements SystemDevices {
    private static final String NO_MICROPHONE =
            "No microphone was found: plug one in; until then the others hear nothing of you";
    private static final String NO_LOUDSPEAKER =
            "No loudspeaker was found: plug one in, or choose another audio output (a WAV file or null)";

    private final LibPulse pulse;
    private final PulseDevices devices;
    private final Map<String, String> environment;

    private PulseSound(LibPulse pulse, PulseDevices devices, Map<String, String> environment) {
        this.pulse = pulse;
        this.devices = devices;
        this.environment = environment;
    }

    /// The sound server, where the machine has the library and a server answers.
    static Optional<PulseSound> find(Optional<String> server) {
        return LibPulse.find()
                .flatMap(pulse ->
                        PulseDevices.find(pulse, server)
                                .map(devices -> new PulseSound(pulse, devices, System.getenv())));
    }

    @Override
    public AudioSource openSource(Optional<String> name) throws AudioException {
        if (name.isEmpty() && !isSourceNamed() && !devices.hasDefaultMicrophone()) {
            throw new AudioException(NO_MICROPHONE);
        }
        return new PulseSource(
                pulse,
                devices,
                new PulseStream.Wanted(false, name, LineBuffer.START_FRAMES),
                name.isEmpty() && !isSourceNamed());
    }

    @Override
    public AudioSink openSink(Optional<String> name) throws AudioException {
        if (name.isEmpty() && !devices.hasLoudspeaker()) {
            throw new AudioException(NO_LOUDSPEAKER);
        }
        return new PulseSink(pulse, devices, name);
    }

    /// The user has named one, which may be no microphone, such as what a loudspeaker plays.
    private boolean isSourceNamed() {
        return environment.containsKey("PULSE_SOURCE");
    }

    @Override
    public boolean hasMicrophone() {
        return isSourceNamed() || SystemDevices.super.hasMicrophone();
    }

    @Override
    public List<AudioDevice> list() {
        return devices.list();
    }

    @Override
    public void onChange(Runnable listener) {
        devices.onChange(listener);
    }
}
