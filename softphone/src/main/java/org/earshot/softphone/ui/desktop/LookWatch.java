package org.earshot.softphone.ui.desktop;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/// Whether the desktop is dark, as it was when it was asked last. Event dispatch thread.
public final class LookWatch {
    private final BooleanSupplier desktop;
    private final Executor background;
    private final Executor dispatch;
    private final Runnable onChange;
    private boolean dark;
    private boolean asking;

    /// @param desktop says whether it is dark; may block
    /// @param background runs that
    /// @param dispatch comes back to the event dispatch thread
    /// @param dark what it said first
    public LookWatch(
            BooleanSupplier desktop,
            Executor background,
            Executor dispatch,
            boolean dark,
            Runnable onChange) {
        this.desktop = desktop;
        this.background = background;
        this.dispatch = dispatch;
        this.dark = dark;
        this.onChange = onChange;
    }

    public boolean isDark() {
        return dark;
    }

    /// Asks anew, unless an answer is awaited. Does not block.
    public void ask() {
        if (asking) {
            return;
        }
        asking = true;
        background.execute(() -> {
            boolean now = desktop.getAsBoolean();
            dispatch.execute(() -> answered(now));
        });
    }

    private void answered(boolean now) {
        asking = false;
        if (now != dark) {
            dark = now;
            onChange.run();
        }
    }
}
