package org.earshot.interop;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// How fast a virtual device's clock really is, by the machine's: what it gives is counted all the time, on a thread of its own. That also
/// shows how late the machine is to hand sound on.
final class DeviceClock implements AutoCloseable {
    private static final long WINDOW_NANOS = 1_000_000_000;
    private static final double SAMPLE_NANOS = 1e9 / 48_000;

    /// A second of it.
    ///
    /// @param least when its first sample would have come, by what came soonest
    /// @param at when that came
    /// @param late how much later than that the latest sound of this second came; all in nanoseconds
    private record Window(double least, long at, double late) {}

    private final Process recorder;
    private final List<Window> windows = new ArrayList<>(); // guarded by itself

    private DeviceClock(Process recorder) {
        this.recorder = recorder;
        Thread.ofPlatform().daemon().name("device-clock").start(this::run);
    }

    /// Begins to count.
    ///
    /// @param device such as `alice_mic.monitor`
    static DeviceClock of(SoundServer sound, String device) throws IOException {
        return new DeviceClock(sound.capture(device));
    }

    private void run() {
        byte[] sound = new byte[65_536];
        long samples = 0;
        try (InputStream in = recorder.getInputStream()) {
            while (true) {
                double least = Double.MAX_VALUE;
                double most = -Double.MAX_VALUE;
                long at = 0;
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < WINDOW_NANOS) {
                    int read = in.read(sound);
                    if (read < 0) {
                        return;
                    }
                    samples += read / 2;
                    long now = System.nanoTime();
                    double first = now - SAMPLE_NANOS * samples;
                    most = Math.max(most, first);
                    if (first < least) {
                        least = first;
                        at = now;
                    }
                }
                synchronized (windows) {
                    windows.add(new Window(least, at, most - least));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    /// By how much it is faster than the machine's clock so far, in parts of a million; 0 in the first seconds.
    double ppm() {
        synchronized (windows) {
            if (windows.size() < 4) {
                return 0;
            }
            Window first = soonest(windows.subList(1, 3)); // in the first second it still begins
            Window last = soonest(windows.subList(windows.size() - 2, windows.size()));
            return 1e6 * (first.least() - last.least()) / (last.at() - first.at());
        }
    }

    private static Window soonest(List<Window> two) {
        return two.getFirst().least() < two.getLast().least() ? two.getFirst() : two.getLast();
    }

    /// The most by which sound came late so far, in ms.
    double latestMs() {
        synchronized (windows) {
            return windows.stream().skip(1).mapToDouble(Window::late).max().orElse(0) / 1e6;
        }
    }

    @Override
    public void close() {
        recorder.destroy();
    }
}
