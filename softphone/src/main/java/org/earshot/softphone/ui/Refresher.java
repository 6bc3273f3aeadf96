package org.earshot.softphone.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.swing.SwingUtilities;
import javax.swing.Timer;

/// Shows what has changed once for all that has come meanwhile: some changes at once, and where many follow each other 20 times a second, which nobody sees; thirty files on
/// their way change something hundreds of times. Where showing takes long there is at least as much time between as it took: the user's hand comes first. Confined to the
/// event dispatch thread.
final class Refresher {
    /// What is not noticed needs no break.
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /// So many changes may follow each other at once, after a while without any.
    private static final int AT_ONCE = 5;

    private final List<Runnable> views = new ArrayList<>();
    private long due = System.nanoTime() - AT_ONCE * APART_NANOS; // the next one, 50 ms apart
    private boolean asked;
    private boolean resting;

    /// Adds what shows something; they are run in this order.
    void add(Runnable view) {
        views.add(view);
    }

    /// Something has changed.
    void ask() {
        if (!asked && !resting) {
            SwingUtilities.invokeLater(this::run);
        }
        asked = true;
    }

    private void run() {
        asked = false;
        long began = System.nanoTime();
        views.forEach(Runnable::run);
        long now = System.nanoTime();
        long took = now - began;
        due = Math.max(due - began, -AT_ONCE * APART_NANOS) + began + APART_NANOS;
        rest(Math.max(took > SHORT_NANOS ? took : 0, due - now));
    }

    private void rest(long nanos) {
        if (nanos > 0) {
            resting = true;
            Timer rest = new Timer((int) TimeUnit.NANOSECONDS.toMillis(nanos) + 1, _ -> goOn());
            rest.setRepeats(false);
            rest.start();
        }
    }

    private void goOn() {
        resting = false;
        if (asked) {
            asked = false;
            ask();
        }
    }
}
