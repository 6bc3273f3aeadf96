package org.earshot.softphone.ui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import javax.swing.JSplitPane;
import org.earshot.softphone.ui.desktop.WindowSettings;

/// How wide the list beside the conversation is: as the user wants it, and less in a narrow window, so that the conversation keeps what it needs. Event dispatch thread.
final class SideWidth {
    private static final String SETTING = "divider";

    /// In pixels of a display of 96 dpi.
    private static final int AT_FIRST = 300;

    private static final int LEAST = 220;
    private static final int CONVERSATION = 400;

    private final JSplitPane split;
    private int wanted;
    private boolean fitting;

    private SideWidth(JSplitPane split, int wanted) {
        this.split = split;
        this.wanted = wanted;
    }

    /// @param remembered what the user wants it to be, over the end of the program
    static void follow(JSplitPane split, WindowSettings remembered) {
        SideWidth width =
                new SideWidth(
                        split,
                        remembered
                                .get(SETTING)
                                .filter(text -> text.matches("\\d{1,5}"))
                                .map(Integer::valueOf)
                                .orElse(UIScale.scale(AT_FIRST)));
        split.setDividerLocation(width.wanted);
        split.addPropertyChangeListener(
                JSplitPane.DIVIDER_LOCATION_PROPERTY,
                event -> {
                    if (!width.fitting) {
                        width.wanted = (int) event.getNewValue();
                        remembered.put(SETTING, String.valueOf(event.getNewValue()));
                    }
                });
        split.addComponentListener(
                new ComponentAdapter() {
                    @Override
                    public void componentResized(ComponentEvent event) {
                        width.fit();
                    }
                });
    }

    private void fit() {
        int now =
                fitting(
                        wanted,
                        split.getWidth() - split.getDividerSize() - UIScale.scale(CONVERSATION),
                        UIScale.scale(LEAST));
        if (now != split.getDividerLocation()) {
            fitting = true;
            split.setDividerLocation(now);
            fitting = false;
        }
    }

    /// @param most what leaves the conversation enough
    /// @param least what the list needs, where the user does not want even less
    static int fitting(int wanted, int most, int least) {
        return Math.min(wanted, Math.max(most, least));
    }
}
