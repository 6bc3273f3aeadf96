package org.earshot.softphone.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.earshot.softphone.media.audio.AudioBackend;
import org.earshot.softphone.media.audio.AudioDevice;
import org.earshot.softphone.media.audio.AudioException;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSink;
import org.earshot.softphone.media.audio.AudioSource;
import org.earshot.softphone.media.audio.AudioSpec;

/// A machine in memory: microphones that hear a number of their own, loudspeakers that remember what they played. They are plugged in and
/// pulled; the first by name is the system's choice. A frame takes some microseconds in place of ten milliseconds. Thread-safe.
final class VirtualDevices implements AudioBackend {
    private static final long PACE_NANOS = 50_000;
    private static final int PATIENCE_SECONDS = 10;

    private final Map<String, AudioDevice> plugged = new ConcurrentSkipListMap<>();
    private final Map<String, Short> spoken = new ConcurrentSkipListMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, BlockingQueue<String>> events = new ConcurrentSkipListMap<>();
    private final BlockingQueue<Short> played = new LinkedBlockingQueue<>();

    /// @param heard what it hears, in each sample
    VirtualDevices microphone(String name, int heard) {
        spoken.put(name, (short) heard);
        return plug(new AudioDevice(name, "Microphone " + name, true, false));
    }

    VirtualDevices loudspeaker(String name) {
        return plug(new AudioDevice(name, "Loudspeaker " + name, false, true));
    }

    private VirtualDevices plug(AudioDevice device) {
        plugged.put(device.name(), device);
        listeners.forEach(Runnable::run);
        return this;
    }

    void pull(String name) {
        plugged.remove(name);
        listeners.forEach(Runnable::run);
    }

    /// What happens to a device next: `open`, `sounds` with the first that is no silence, `close`.
    String next(String name) throws InterruptedException {
        return String.valueOf(events(name).poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /// Whether nothing has happened to a device that [#next] has not told.
    boolean isQuiet(String name) {
        return events(name).isEmpty();
    }

    /// The first samples of the frames that were no silence, of all loudspeakers.
    BlockingQueue<Short> played() {
        return played;
    }

    private BlockingQueue<String> events(String name) {
        return events.computeIfAbsent(name, _ -> new LinkedBlockingQueue<>());
    }

    @Override
    public AudioSource openSource(AudioSpec spec) throws AudioException {
        String name = name(spec, true);
        short sample = spoken.get(name);
        return new AudioSource() {
            @Override
            public void read(short[] frame) throws AudioException {
                check(name);
                LockSupport.parkNanos(PACE_NANOS);
                Arrays.fill(frame, sample);
            }

            @Override
            public void close() {
                events(name).add("close");
            }
        };
    }

    @Override
    public AudioSink openSink(AudioSpec spec) throws AudioException {
        String name = name(spec, false);
        return new AudioSink() {
            private boolean sounded;

            @Override
            public void write(short[] frame) throws AudioException {
                check(name);
                LockSupport.parkNanos(PACE_NANOS);
                short first = frame[AudioFrame.SAMPLES / 2];
                if (first == 0) {
                    return;
                }
                played.add(first);
                if (!sounded) {
                    sounded = true;
                    events(name).add("sounds");
                }
            }

            @Override
            public void close() {
                events(name).add("close");
            }
        };
    }

    private String name(AudioSpec spec, boolean captures) throws AudioException {
        if (!(spec instanceof AudioSpec.Device(Optional<String> wanted))) {
            throw new AudioException("no device: " + spec);
        }
        String name =
                wanted.or(() ->
                                plugged.values().stream()
                                        .filter(d -> captures ? d.canCapture() : d.canPlay())
                                        .map(AudioDevice::name)
                                        .findFirst())
                        .orElseThrow(() -> new AudioException("there is nothing"));
        check(name);
        events(name).add("open");
        return name;
    }

    private void check(String name) throws AudioException {
        if (!plugged.containsKey(name)) {
            throw new AudioException("no " + name);
        }
    }

    @Override
    public List<AudioDevice> devices() {
        return List.copyOf(plugged.values());
    }

    @Override
    public void onDevicesChanged(Runnable listener) {
        listeners.add(listener);
    }
}
