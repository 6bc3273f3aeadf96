package org.earshot.softphone.media.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Everything an [AudioSpec] can name: devices, WAV files, tone, silence, nothing. Devices
/// are those of libpulse where a sound server answers at the first use, else of Java Sound. Thread-safe.
public final class SystemAudioBackend implements AudioBackend {
    private final FrameClock clock;
    private final Supplier<SystemDevices> devices;

    /// Files that this process wrote: another call goes on behind the one before instead of wiping it out.
    private final Set<Path> recorded = ConcurrentHashMap.newKeySet();

    public SystemAudioBackend() {
        this(FrameClock.system());
    }

    /// @param clock paces everything that is no device
    public SystemAudioBackend(FrameClock clock) {
        this(clock, Optional.empty());
    }

    private SystemAudioBackend(FrameClock clock, Optional<String> server) {
        this.clock = clock;
        devices = new FirstUse(clock, server);
    }

    /// The devices of another sound server than the user's.
    ///
    /// @param server an address of PulseAudio, such as `unix:/run/user/1000/pulse/native`
    public static SystemAudioBackend ofSoundServer(String server) {
        return new SystemAudioBackend(FrameClock.system(), Optional.of(server));
    }

    @Override
    public AudioSource openSource(AudioSpec spec) throws AudioException {
        return switch (spec) {
            case AudioSpec.Device device -> devices.get().openSource(device.name());
            case AudioSpec.File file -> new PacedSource(clock, new WavSamples(read(file.path())));
            case AudioSpec.Tone _ -> new PacedSource(clock, new Tone());
            case AudioSpec.Silence _, AudioSpec.Null _ -> PacedSource.silence(clock);
        };
    }

    @Override
    public AudioSink openSink(AudioSpec spec) throws AudioException {
        return switch (spec) {
            case AudioSpec.Device device -> devices.get().openSink(device.name());
            case AudioSpec.File file -> new WavSink(record(file.path()), clock);
            case AudioSpec.Null _ -> new NullSink(clock);
            case AudioSpec.Tone _, AudioSpec.Silence _ ->
                    throw new AudioException(
                            "Tone and silence are nothing to play to: use device, null or a WAV file");
        };
    }

    @Override
    public List<AudioDevice> devices() {
        return devices.get().list();
    }

    @Override
    public boolean hasMicrophone() {
        return devices.get().hasMicrophone();
    }

    @Override
    public void onDevicesChanged(Runnable listener) {
        devices.get().onChange(listener);
    }

    /// Looks for a sound server once, and not before somebody wants a device.
    private static final class FirstUse implements Supplier<SystemDevices> {
        private final FrameClock clock;
        private final Optional<String> server;
        private SystemDevices found; // guarded by this

        FirstUse(FrameClock clock, Optional<String> server) {
            this.clock = clock;
            this.server = server;
        }

        @Override
        public synchronized SystemDevices get() {
            if (found == null) {
                found =
                        PulseSound.find(server)
                                .<SystemDevices>map(pulse -> pulse)
                                .orElseGet(() -> new JavaSound(clock));
            }
            return found;
        }
    }

    private static short[] read(Path path) throws AudioException {
        try (InputStream in = Files.newInputStream(path)) {
            return WavReader.read(in);
        } catch (IOException e) {
            throw new AudioException("Can't play the file %s: %s".formatted(path, reason(e)), e);
        }
    }

    private WavFile record(Path path) throws AudioException {
        Path file = path.toAbsolutePath().normalize();
        try {
            return recorded.add(file) ? WavFile.create(file) : WavFile.append(file);
        } catch (IOException e) {
            recorded.remove(file);
            throw new AudioException(
                    "Can't record to the file %s: %s".formatted(path, reason(e)), e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "it or its folder doesn't exist";
            case AccessDeniedException _ -> "access is denied";
            default -> e.getMessage();
        };
    }
}
