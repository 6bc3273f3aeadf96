package org.earshot.softphone.ui.look;

import com.formdev.flatlaf.FlatLaf;
import java.awt.Color;
import java.util.function.Supplier;
import javax.swing.JComponent;
import javax.swing.UIManager;

/// The few colours that mean something, readable on a light and on a dark window: text on what is meant to be behind it has a
/// contrast of 4.5 at least (WCAG 2.1, 1.4.3; a test holds that).
public final class Colours {
    /// Behind somebody without a picture, white letters on it; which one is decided by the address.
    private static final int[] PEOPLE = {
        0x1f5f8b, 0x8a4b08, 0x6a3d9a, 0x1b6e4a, 0xa23b56, 0x4f5d1c, 0x30588c, 0x7a4069
    };

    private Colours() {}

    /// Gives a component's words a colour, and the same of another look when that is chosen.
    public static <T extends JComponent> T words(T component, Supplier<Color> colour) {
        return inEachLook(component, () -> component.setForeground(colour.get()));
    }

    /// The same of what is behind them.
    public static <T extends JComponent> T behind(T component, Supplier<Color> colour) {
        return inEachLook(component, () -> component.setBackground(colour.get()));
    }

    private static <T extends JComponent> T inEachLook(T component, Runnable colour) {
        colour.run();
        component.addPropertyChangeListener("UI", _ -> colour.run());
        return component;
    }

    private static Color of(int light, int dark) {
        return new Color(FlatLaf.isLafDark() ? dark : light);
    }

    /// All is well.
    public static Color good() {
        return of(0x2e7d32, 0x81c784);
    }

    /// Something needs to be known.
    public static Color bad() {
        return of(0xb3261e, 0xf2a49b);
    }

    /// Somebody is away for a while.
    public static Color waiting() {
        return of(0x8a5c00, 0xe0b15c);
    }

    /// Behind a call that rings.
    public static Color ringing() {
        return of(0xdcefdd, 0x24422a);
    }

    /// Less important words.
    public static Color faint() {
        return of(0x5a5e62, 0xb8bcc0);
    }

    /// What is usually behind things.
    public static Color background() {
        Color usual = UIManager.getColor("Panel.background");
        return usual == null ? Color.LIGHT_GRAY : usual;
    }

    /// Behind a conversation.
    public static Color page() {
        return of(0xf4f6f8, 0x24272a);
    }

    /// Behind the rail at the left.
    public static Color rail() {
        return of(0x17384f, 0x15191c);
    }

    /// On the rail.
    public static Color onRail() {
        return of(0xd5e2ec, 0xb9c4cc);
    }

    /// Behind what is chosen on the rail.
    public static Color railChosen() {
        return of(0x2a5c7f, 0x2c4455);
    }

    /// Behind what we wrote.
    public static Color mine() {
        return of(0xcfe6f8, 0x1f4a66);
    }

    /// Behind what others wrote.
    public static Color theirs() {
        return of(0xffffff, 0x34383c);
    }

    /// Around a card.
    public static Color line() {
        return of(0xd5dade, 0x4a5056);
    }

    /// What somebody wrote.
    public static Color text() {
        return of(0x1c1e20, 0xe6e8ea);
    }

    /// Less important words on a bubble.
    public static Color faintOnBubble() {
        return of(0x4c5359, 0xb4bcc2);
    }

    /// What can be clicked on a bubble, and that a message was read.
    public static Color link() {
        return of(0x0b5394, 0x8ec8f2);
    }

    /// Behind a word that was looked for.
    public static Color mark() {
        return of(0xffe08a, 0x5c4500);
    }

    /// Behind the number of what was not seen.
    public static Color badge() {
        return of(0xb3261e, 0xc5362d);
    }

    /// Behind the letters that stand for somebody.
    static Color person(String address) {
        return new Color(PEOPLE[Math.floorMod(address.hashCode(), PEOPLE.length)]);
    }

    /// Somebody's name in a group, in a colour of that person.
    public static Color name(String address) {
        Color dark = person(address);
        return FlatLaf.isLafDark()
                ? new Color(
                        lighter(dark.getRed()), lighter(dark.getGreen()), lighter(dark.getBlue()))
                : dark;
    }

    private static int lighter(int part) {
        return 255 - (255 - part) / 2;
    }
}
