package org.earshot.softphone.media.audio;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens and closes the devices of one direction by a thread of its own, one after the other: a device may take seconds for either, and the
/// thread that moves frames must not wait for it. The thread ends when there was nothing to do for a while.
///
/// All methods return at once; any thread.
final class DeviceOpener<D> {
    private static final Logger log = LoggerFactory.getLogger(DeviceOpener.class);
    private static final long IDLE_SECONDS = 1;

    /// What shall be opened.
    ///
    /// @param before is closed first, as it may hold what is to be opened
    /// @param specs are tried in this order
    /// @param onlyIfListed the name that the system must list; else nothing is tried
    /// @param triedOut whether a device that does not move a frame counts as one that can't be opened
    record Attempt<D>(
            Optional<D> before,
            List<AudioSpec> specs,
            Optional<String> onlyIfListed,
            boolean triedOut) {}

    /// What became of it. Whoever gets a device owns it.
    ///
    /// @param failure why the first of the specs can't be used; empty where it can, or nothing was tried
    record Outcome<D>(Optional<D> device, Optional<AudioException> failure) {}

    private final String name;
    private final Devices<D> devices;
    private final ThreadPoolExecutor thread;

    DeviceOpener(String name, Devices<D> devices) {
        this.name = name;
        this.devices = devices;
        thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name(name + "-opener").factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /// @param done hears of it, by the thread of this
    void open(Attempt<D> attempt, Consumer<Outcome<D>> done) {
        thread.execute(() -> done.accept(attempt(attempt)));
    }

    void close(D device) {
        thread.execute(() -> closeNow(device));
    }

    private Outcome<D> attempt(Attempt<D> attempt) {
        attempt.before().ifPresent(this::closeNow);
        if (attempt.onlyIfListed().isPresent() && !isListed(attempt.onlyIfListed().get())) {
            return new Outcome<>(Optional.empty(), Optional.empty());
        }
        Optional<AudioException> failure = Optional.empty();
        for (AudioSpec spec : attempt.specs()) {
            try {
                return new Outcome<>(Optional.of(open(spec, attempt.triedOut())), failure);
            } catch (AudioException e) {
                log.debug("{}: {}", name, e.getMessage());
                failure = failure.or(() -> Optional.of(e));
            }
        }
        return new Outcome<>(Optional.empty(), failure);
    }

    private D open(AudioSpec spec, boolean triedOut) throws AudioException {
        try {
            D opened = devices.open(spec);
            // a file would get a frame more, and give one less
            if (triedOut && spec instanceof AudioSpec.Device) {
                tryOut(opened);
            }
            return opened;
        } catch (RuntimeException | LinkageError e) { // a driver's bug is no end of the thread
            log.error("{}: the device can't be opened", name, e);
            throw new AudioException("the device failed", e);
        }
    }

    private void tryOut(D opened) throws AudioException {
        try {
            devices.tryOut(opened);
        } catch (AudioException | RuntimeException e) {
            closeNow(opened);
            throw e;
        }
    }

    private boolean isListed(String device) {
        try {
            return devices.isListed(device);
        } catch (RuntimeException e) { // a driver's bug is no reason to let go of what works
            log.warn("{}: the devices can't be listed", name, e);
            return false;
        }
    }

    private void closeNow(D device) {
        try {
            devices.close(device);
        } catch (RuntimeException e) {
            log.warn("{}: the device does not close", name, e);
        }
    }
}
