package org.earshot.softphone.media.audio;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.earshot.softphone.media.audio.DeviceOpener.Attempt;
import org.earshot.softphone.media.audio.DeviceOpener.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The device of one direction, and what takes its place: the one that is wanted, the system's choice where that one can't be used, a
/// stand-in that keeps the pace where none can or none is open yet. Another device comes in between two frames, when it is open; until then
/// the one before goes on where it works.
///
/// Confined to the thread that moves frames; never waits.
final class DeviceSlot<D> {
    /// Who moves frames to or from it. Called by the same thread.
    interface User<D> {
        /// Something that keeps the pace while no device can be used, and needs no closing.
        D standIn();

        /// Another device comes in.
        void begins(D opened);

        /// None can be used.
        void failed(AudioException reason);

        /// The one that is wanted works again.
        void recovered();

        /// The system's own choice is used in place of the device that was wanted.
        void replaced(AudioException reason);
    }

    private static final Logger log = LoggerFactory.getLogger(DeviceSlot.class);
    private static final AudioSpec SYSTEMS = new AudioSpec.Device(Optional.empty());
    private static final long FIRST_RETRY_NANOS = 1_000_000_000L;
    private static final long LAST_RETRY_NANOS = 30_000_000_000L;

    /// So long the first frame waits for its device, rather than go nowhere: most devices are open by then, and behind one that hangs a call
    /// goes on without it.
    private static final long FIRST_DEVICE_NANOS = 100_000_000L;

    /// So long it waits for a file, which is played from its beginning, and recorded so.
    private static final long FIRST_FILE_NANOS = 1_000_000_000L;

    /// A device that is not open after so long is said to be missing.
    private static final long TELL_NANOS = 3_000_000_000L;

    /// A device that has moved so many may be opened anew at once when it fails.
    private static final int SETTLED_FRAMES = 100;

    /// A device that has moved so many is not one that only opens.
    private static final int WORKS_FRAMES = 1_000;

    private final String name;
    private final FrameClock clock;
    private final User<D> user;
    private final DeviceOpener<D> opener;
    private final Consumer<Runnable> post;

    private AudioSpec spec;
    private D device; // null when nobody moves frames, or the first is not open yet
    private boolean standIn;

    /// It was told that none can be used.
    private boolean failed;

    private boolean replaced;
    private Opening<D> opening; // null when nothing is being opened
    private long openings;
    private Set<String> changedTo; // the devices that came or went meanwhile; null when none did
    private long retryNanos = FIRST_RETRY_NANOS;
    private long retryAt;

    /// Of a device that is there and yet was replaced, as one that wakes up slowly.
    private long againNanos = FIRST_RETRY_NANOS;

    private long againAt;
    private boolean isAgain;
    private int framesSinceOpen;

    /// What the opener is asked for now.
    ///
    /// @param number of its own
    /// @param beside whether the device before is used meanwhile
    /// @param reason why the device before is used no more, where it failed
    private record Opening<D>(
            long number,
            Attempt<D> attempt,
            boolean beside,
            Optional<AudioException> reason,
            long since) {}

    /// @param post runs a message by the thread that moves frames
    DeviceSlot(
            String name,
            AudioSpec spec,
            FrameClock clock,
            User<D> user,
            Devices<D> devices,
            Consumer<Runnable> post) {
        this.name = name;
        this.spec = spec;
        this.clock = clock;
        this.user = user;
        this.post = post;
        opener = new DeviceOpener<>(name, devices);
    }

    /// What frames are moved to or from; once [#isReady].
    D device() {
        return device;
    }

    /// The device that is open now; empty when none is or a stand-in takes its place.
    Optional<D> opened() {
        return standIn ? Optional.empty() : Optional.ofNullable(device);
    }

    /// Whether a frame can be moved. Opens the first device.
    boolean isReady() {
        if (device == null && opening == null) {
            open(specs(), Optional.empty(), Optional.empty(), false);
        }
        if (device == null && firstWaitNanos() <= 0) {
            putStandIn();
        }
        return device != null;
    }

    /// How long the first frame may still wait for its device.
    long firstWaitNanos() {
        long patience = spec instanceof AudioSpec.Device ? FIRST_DEVICE_NANOS : FIRST_FILE_NANOS;
        return opening.since() + patience - clock.nanoTime();
    }

    /// Uses another device, as soon as it is open.
    void use(AudioSpec wanted) {
        spec = wanted;
        againNanos = FIRST_RETRY_NANOS;
        retryNanos = FIRST_RETRY_NANOS;
        failed = false;
        replaced = false;
        opening = null;
        changedTo = null;
        if (device == null) {
            return; // it is opened with the first frame
        }
        if (standIn || !(wanted instanceof AudioSpec.Device)) { // a file may be the same file
            openAnew();
        } else {
            openBeside(Optional.empty());
        }
    }

    /// Other devices are there than before: goes back to the one that is wanted, or tries again at once where there was none.
    ///
    /// @param names of all that there are
    void devicesChanged(Set<String> names) {
        if (opening != null) {
            changedTo = names; // what is asked for now may not know of it
        } else if (standIn) {
            retryAt = clock.nanoTime();
        } else if (replaced && wantedName().filter(names::contains).isPresent()) {
            againNanos = FIRST_RETRY_NANOS;
            openBeside(Optional.empty());
        }
    }

    private Optional<String> wantedName() {
        return spec instanceof AudioSpec.Device(Optional<String> wanted)
                ? wanted
                : Optional.empty();
    }

    /// To be called before each frame.
    void look() {
        if (opening != null) {
            if (standIn && !failed && clock.nanoTime() - opening.since() >= TELL_NANOS) {
                tell(new AudioException("The device does not answer: is it still plugged in?"));
            }
        } else if (standIn) {
            if (clock.nanoTime() - retryAt >= 0) {
                openAnew();
            }
        } else if (replaced && isAgain && clock.nanoTime() - againAt >= 0) {
            // it may only have been slow, as a headset that sleeps, and nobody would tell that it
            // is awake
            openBeside(wantedName());
        }
    }

    /// A frame was moved.
    void worked() {
        if (framesSinceOpen < WORKS_FRAMES && ++framesSinceOpen == WORKS_FRAMES && !replaced) {
            againNanos = FIRST_RETRY_NANOS;
        }
    }

    /// The device failed.
    void gone(AudioException reason) {
        boolean settled = framesSinceOpen >= SETTLED_FRAMES;
        Optional<D> dead = putStandIn();
        if (opening == null && wantedName().isPresent() && (!replaced || settled)) {
            open(replaced ? specs() : List.of(SYSTEMS), dead, Optional.of(reason), true);
            return;
        }
        if (opening == null && spec.equals(SYSTEMS) && settled) { // it may choose another by now
            open(List.of(SYSTEMS), dead, Optional.of(reason), true);
            return;
        }
        dead.ifPresent(opener::close);
        if (opening == null) {
            fallBack(reason);
        } // else another is on its way
    }

    /// Something threw what it should not.
    void broke(RuntimeException reason) {
        putStandIn().ifPresent(opener::close);
        fallBack(new AudioException("the device failed", reason));
    }

    /// What is wanted, then what may take its place.
    private List<AudioSpec> specs() {
        return wantedName().isPresent() ? List.of(spec, SYSTEMS) : List.of(spec);
    }

    /// Opens what is wanted while the device before goes on.
    private void openBeside(Optional<String> onlyIfListed) {
        open(
                new Opening<>(
                        ++openings,
                        new Attempt<>(Optional.empty(), List.of(spec), onlyIfListed, true),
                        true,
                        Optional.empty(),
                        clock.nanoTime()));
    }

    /// Opens what is wanted, or else the system's choice; a device that is open is closed before.
    private void openAnew() {
        open(specs(), putStandIn(), Optional.empty(), true);
    }

    private void open(
            List<AudioSpec> specs,
            Optional<D> before,
            Optional<AudioException> reason,
            boolean triedOut) {
        open(
                new Opening<>(
                        ++openings,
                        new Attempt<>(before, specs, Optional.empty(), triedOut),
                        false,
                        reason,
                        clock.nanoTime()));
    }

    private void open(Opening<D> next) {
        opening = next;
        changedTo = null;
        opener.open(next.attempt(), outcome -> post.accept(() -> opened(next, outcome)));
    }

    private void opened(Opening<D> asked, Outcome<D> outcome) {
        if (opening == null || opening.number() != asked.number()) { // nobody waits for it any more
            outcome.device().ifPresent(opener::close);
            return;
        }
        Set<String> meanwhile = changedTo;
        opening = null;
        changedTo = null;
        if (outcome.device().isPresent()) {
            comesIn(outcome.device().get());
            if (asked.attempt().specs().getFirst().equals(spec) && outcome.failure().isEmpty()) {
                isWanted();
            } else {
                isInstead(asked.reason().or(outcome::failure).orElseThrow());
            }
        } else if (asked.beside()) {
            staysOut(asked);
        } else {
            fallBack(asked.reason().or(outcome::failure).orElseThrow());
        }
        if (meanwhile != null) {
            devicesChanged(meanwhile);
        }
    }

    private void comesIn(D next) {
        opened().ifPresent(opener::close);
        device = next;
        standIn = false;
        framesSinceOpen = 0;
        retryNanos = FIRST_RETRY_NANOS;
        user.begins(next);
    }

    private void isWanted() {
        if (failed || replaced) {
            failed = false;
            replaced = false;
            user.recovered();
        }
    }

    private void isInstead(AudioException reason) {
        // also where nothing worked meanwhile: that was told, and is over
        boolean isNews = !replaced || failed;
        failed = false;
        replaced = true;
        tryLater();
        if (isNews) {
            log.warn("{}: {}; the system's device is used instead", name, reason.getMessage());
            user.replaced(reason);
        }
    }

    /// What is not awake after half a minute is broken.
    private void tryLater() {
        isAgain = againNanos < LAST_RETRY_NANOS;
        againAt = clock.nanoTime() + againNanos;
        againNanos = Math.min(2 * againNanos, LAST_RETRY_NANOS);
    }

    /// What was to be opened beside the device before can't be.
    private void staysOut(Opening<D> asked) {
        if (standIn || asked.attempt().onlyIfListed().isEmpty()) {
            openAnew(); // the one before has failed meanwhile, or holds what is wanted
        } else {
            tryLater(); // where it is not listed any more, the change of the list tells when it is
            // back
        }
    }

    private void fallBack(AudioException reason) {
        if (!failed) {
            tell(reason);
        }
        putStandIn();
        retryAt = clock.nanoTime() + retryNanos;
        retryNanos = Math.min(2 * retryNanos, LAST_RETRY_NANOS);
    }

    private void tell(AudioException reason) {
        failed = true;
        log.warn("{}: {}", name, reason.getMessage());
        user.failed(reason);
    }

    /// Puts a stand-in in the place of the device, if it isn't one.
    ///
    /// @return the device, to be closed
    private Optional<D> putStandIn() {
        if (standIn) {
            return Optional.empty();
        }
        Optional<D> before = Optional.ofNullable(device);
        device = user.standIn();
        standIn = true;
        return before;
    }

    /// Nobody moves frames: the device belongs to others.
    void release() {
        opened().ifPresent(opener::close);
        device = null;
        standIn = false;
        failed = false;
        replaced = false;
        opening = null;
        changedTo = null;
        retryNanos = FIRST_RETRY_NANOS;
    }
}
