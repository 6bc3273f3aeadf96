package org.earshot.softphone.ui;

import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a window was, and how large. A place that is no longer on a screen is forgotten.
final class WindowPlace {
    private static final String SETTING = "place";
    private static final Pattern PLACE =
            Pattern.compile("(-?\\d{1,5}) (-?\\d{1,5}) (\\d{1,5}) (\\d{1,5})");

    private WindowPlace() {}

    /// Puts a window where it was, and remembers where it is moved.
    static void remember(Frame frame, WindowSettings settings, Rectangle screen) {
        settings.get(SETTING)
                .flatMap(WindowPlace::parse)
                .filter(place -> isSeen(place, screen))
                .ifPresent(place -> {
                    frame.setLocationByPlatform(false);
                    frame.setBounds(place);
                });
        frame.addComponentListener(
                new ComponentAdapter() {
                    @Override
                    public void componentMoved(ComponentEvent event) {
                        keep(frame, settings);
                    }

                    @Override
                    public void componentResized(ComponentEvent event) {
                        keep(frame, settings);
                    }
                });
    }

    private static void keep(Frame frame, WindowSettings settings) {
        boolean whole = (frame.getExtendedState() & Frame.MAXIMIZED_BOTH) != 0;
        if (frame.isShowing() && !whole) {
            Rectangle at = frame.getBounds();
            settings.put(SETTING, at.x + " " + at.y + " " + at.width + " " + at.height);
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

    /// Whether its upper edge, by which it is moved, can be reached. Pure.
    static boolean isSeen(Rectangle place, Rectangle screen) {
        return place.width >= 200
                && place.height >= 200
                && screen.intersects(new Rectangle(place.x + 50, place.y, place.width - 100, 20));
    }
}
