package org.earshot.softphone.ui;

import java.awt.AWTEvent;
import java.awt.GraphicsEnvironment;
import java.awt.MouseInfo;
import java.awt.Point;
import java.awt.Toolkit;
import java.awt.event.AWTEventListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.Timer;

/// Notices that nobody sits at the computer: no key in our window, and the pointer moves nowhere. On the event dispatch
/// thread.
final class IdleWatch {
    private static final int EACH_MS = 5_000;
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Consumer<Boolean> onChange;
    private final AWTEventListener input = _ -> active();
    private final Timer timer = new Timer(EACH_MS, _ -> look());
    private Optional<Point> pointer = Optional.empty();
    private Instant last;
    private boolean idle;

    /// @param onChange is told true when nobody is there any more, false when somebody is back
    IdleWatch(InstantSource clock, Consumer<Boolean> onChange) {
        this.clock = clock;
        this.onChange = onChange;
        last = clock.instant();
    }

    void start() {
        Toolkit.getDefaultToolkit()
                .addAWTEventListener(
                        input,
                        AWTEvent.KEY_EVENT_MASK
                                | AWTEvent.MOUSE_EVENT_MASK
                                | AWTEvent.MOUSE_MOTION_EVENT_MASK
                                | AWTEvent.MOUSE_WHEEL_EVENT_MASK);
        timer.start();
    }

    void stop() {
        timer.stop();
        Toolkit.getDefaultToolkit().removeAWTEventListener(input);
    }

    /// Somebody is there.
    void active() {
        last = clock.instant();
        set(false);
    }

    private void look() {
        Optional<Point> now =
                GraphicsEnvironment.isHeadless()
                        ? Optional.empty()
                        : Optional.ofNullable(MouseInfo.getPointerInfo()).map(p -> p.getLocation());
        if (!now.equals(pointer)) {
            pointer = now;
            active();
        }
        check();
    }

    /// Whether it has been long enough.
    void check() {
        if (!clock.instant().isBefore(last.plus(IDLE))) {
            set(true);
        }
    }

    private void set(boolean nobody) {
        if (idle != nobody) {
            idle = nobody;
            onChange.accept(nobody);
        }
    }
}
