package org.earshot.softphone.ui.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Frame;
import java.awt.GraphicsEnvironment;
import java.awt.event.WindowEvent;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JFrame;
import org.assertj.swing.edt.GuiActionRunner;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class WindowPlaceIT {
    private static final class Noting extends JFrame {
        @Serial private static final long serialVersionUID = 1L;

        private final transient List<Integer> states = new ArrayList<>();

        @Override
        public void setExtendedState(int state) {
            states.add(state); // a display without a window manager knows none but the usual one
        }
    }

    private final WindowSettings settings = WindowSettings.ofThisRun();

    private Noting opened() {
        Noting frame = new Noting();
        new WindowPlace("place", settings).remember(frame);
        return frame;
    }

    private static void become(Noting frame, int state) {
        frame.dispatchEvent(
                new WindowEvent(frame, WindowEvent.WINDOW_STATE_CHANGED, Frame.NORMAL, state));
    }

    @Test
    void aWindowThatTookTheWholeScreenTakesItAgain() {
        Assumptions.assumeFalse(GraphicsEnvironment.isHeadless(), "SKIPPED: no display");
        GuiActionRunner.execute(() -> {
            Noting first = opened();
            assertThat(first.states).isEmpty();
            become(first, Frame.MAXIMIZED_BOTH);
            Noting second = opened();
            assertThat(second.states).containsExactly(Frame.MAXIMIZED_BOTH);
            become(second, Frame.NORMAL);
            Noting third = opened();
            assertThat(third.states).isEmpty();
            for (Noting frame : List.of(first, second, third)) {
                frame.dispose();
            }
        });
    }
}
