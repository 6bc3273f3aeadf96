package org.earshot.softphone.ui.desktop;

import java.awt.Component;
import java.awt.Frame;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a window was, and how large. A place that is no longer on a screen is forgotten.
public final class WindowPlace {
    private static final Pattern PLACE =
            Pattern.compile("(-?\\d{1,5}) (-?\\d{1,5}) (\\d{1,5}) (\\d{1,5})");

    /// Whether it took the whole screen.
    private static final String WHOLE = ".whole";

    private final String setting;
    private final WindowSettings settings;

    /// @param setting which window's place it is, as the settings call it
    public WindowPlace(String setting, WindowSettings settings) {
        this.setting = setting;
        this.settings = settings;
    }

    /// Where the window was, if one could reach it there now.
    public Optional<Rectangle> last() {
        return settings.get(setting)
                .flatMap(WindowPlace::parse)
                .filter(place -> isSeen(place, screens()));
    }

    private static List<Rectangle> screens() {
        return Arrays.stream(GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices())
                .map(screen -> screen.getDefaultConfiguration().getBounds())
                .toList();
    }

    /// Makes a window as large as it needs to be, over the middle of `owner`. It is put there before pack(), which gives the system a window of it: X11
    /// tells where that is by an event, and one that was on its way still tells of 0, 0; on a busy machine a window that was moved in between is then
    /// put there (5 of 2,800).
    public static void packOver(Window window, Component owner) {
        window.setSize(window.getPreferredSize());
        window.setLocationRelativeTo(owner);
        window.pack();
    }

    /// Puts a window where it was, and remembers where it is moved.
    public void remember(Frame frame) {
        last().ifPresent(place -> {
            frame.setLocationByPlatform(false);
            frame.setBounds(place);
        });
        if (settings.get(setting + WHOLE).filter("true"::equals).isPresent()) {
            frame.setExtendedState(frame.getExtendedState() | Frame.MAXIMIZED_BOTH);
        }
        frame.addWindowStateListener(event ->
                settings.put(setting + WHOLE, String.valueOf(isWhole(event.getNewState()))));
        follow(frame);
    }

    private static boolean isWhole(int state) {
        return (state & Frame.MAXIMIZED_BOTH) == Frame.MAXIMIZED_BOTH;
    }

    /// Remembers where a window is moved.
    public void follow(Frame frame) {
        frame.addComponentListener(
                new ComponentAdapter() {
                    @Override
                    public void componentMoved(ComponentEvent event) {
                        keep(frame);
                    }

                    @Override
                    public void componentResized(ComponentEvent event) {
                        keep(frame);
                    }
                });
    }

    private void keep(Frame frame) {
        boolean whole = (frame.getExtendedState() & Frame.MAXIMIZED_BOTH) != 0;
        if (frame.isShowing() && !whole) {
            Rectangle at = frame.getBounds();
            settings.put(setting, at.x + " " + at.y + " " + at.width + " " + at.height);
        }
    }

    /// Pure.
    static Optional<Rectangle> parse(String text) {
        Matcher matcher = PLACE.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new Rectangle(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2)),
                                Integer.parseInt(matcher.group(3)),
                                Integer.parseInt(matcher.group(4))))
                : Optional.empty();
    }

    /// Whether its upper edge, by which it is moved, can be reached on one of the screens. Pure.
    static boolean isSeen(Rectangle place, List<Rectangle> screens) {
        Rectangle edge = new Rectangle(place.x + 50, place.y, place.width - 100, 20);
        return place.width >= 200
                && place.height >= 50
                && screens.stream().anyMatch(screen -> screen.intersects(edge));
    }
}
