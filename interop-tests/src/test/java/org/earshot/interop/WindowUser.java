package org.earshot.interop;

import static org.assertj.swing.finder.WindowFinder.findDialog;

import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Dimension;
import java.awt.Frame;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.text.JTextComponent;
import org.assertj.swing.core.ComponentMatcher;
import org.assertj.swing.core.GenericTypeMatcher;
import org.assertj.swing.core.MouseButton;
import org.assertj.swing.core.Robot;
import org.assertj.swing.edt.GuiActionRunner;
import org.assertj.swing.finder.JFileChooserFinder;
import org.assertj.swing.finder.JOptionPaneFinder;
import org.assertj.swing.fixture.DialogFixture;
import org.assertj.swing.fixture.FrameFixture;
import org.assertj.swing.fixture.JFileChooserFixture;
import org.assertj.swing.fixture.JOptionPaneFixture;
import org.assertj.swing.fixture.JTextComponentFixture;
import org.earshot.softphone.app.PhonesOfAWindow;

/// Somebody before a real window of a real phone, who has a mouse and a keyboard and no more.
final class WindowUser implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;
    private static final int PATIENCE_MILLIS = PATIENCE_SECONDS * 1000;
    private static final Dimension SIZE = new Dimension(900, 640);

    private final Robot robot;
    private final PhonesOfAWindow phones;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final FrameFixture window;

    private WindowUser(Robot robot, Path data, Point place) {
        this.robot = robot;
        Set<Frame> before = Set.copyOf(Arrays.asList(Frame.getFrames()));
        phones = new PhonesOfAWindow(data);
        phones.show(closed::countDown);
        JFrame[] found = new JFrame[1];
        await(
                "a window",
                () -> {
                    for (Frame frame : Frame.getFrames()) {
                        if (frame.isShowing()
                                && !before.contains(frame)
                                && "Earshot".equals(frame.getTitle())
                                && frame instanceof JFrame shown) {
                            found[0] = shown;
                        }
                    }
                    return found[0] != null;
                });
        window = new FrameFixture(robot, found[0]);
        window.resizeTo(SIZE);
        window.moveTo(place);
        turn();
    }

    /// Starts the phone on a folder that may have been used before.
    ///
    /// @param place of the window's upper left corner
    static WindowUser at(Robot robot, Path data, Point place) {
        return new WindowUser(robot, data, place);
    }

    FrameFixture window() {
        return window;
    }

    /// Turns to this window, as with a click on its title.
    WindowUser turn() {
        window.moveToFront();
        robot.waitForIdle();
        return this;
    }

    /// Makes an account where everybody may, by a fingerprint that somebody has read out.
    void signUp(
            String server,
            String fingerprint,
            String name,
            String shown,
            String password,
            Path picture) {
        window.button("createAccount").click();
        DialogFixture dialog = dialog("enrol");
        types(dialog, "newServer", server);
        types(dialog, "fingerprint", fingerprint);
        press(KeyEvent.VK_ENTER);
        await("a name is asked for", () -> isShownIn(dialog.target(), "newName"));
        types(dialog, "newName", name);
        dialog.textBox("newDisplayName").enterText(shown);
        dialog.textBox("newPassword").enterText(password);
        dialog.textBox("newPasswordAgain").enterText(password);
        dialog.button("chooseNewPicture").click();
        choosePicture(picture);
        await("it is shown", () -> isShownIn(dialog.target(), "noNewPicture"));
        dialog.button("enrolNext").click();
    }

    /// Types into a field once that has the keys: a window that has just come up may get them late, or have to be clicked on.
    private static void types(DialogFixture dialog, String field, String text) {
        JTextComponentFixture box = dialog.textBox(field);
        await(
                "the keys in " + field,
                () -> box.target().isFocusOwner() || box.click().target().isFocusOwner());
        box.enterText(text);
    }

    /// Logs in at a server whose authority is in a file.
    ///
    /// @param transport as the window calls it
    void logIn(String address, String password, String server, String transport, Path authority) {
        await("a log-in", () -> isShown("address"));
        window.textBox("address").setText(address);
        window.textBox("password").setText(password);
        window.textBox("server").setText(server);
        window.comboBox("transport").selectItem(transport);
        window.textBox("caFile").setText(authority.toString());
        window.button("logIn").click();
    }

    /// Goes to the settings of the account.
    void account() {
        page("settings");
        window.list("sections").selectItem(2);
        await("the account", () -> isShown("accountAddress"));
    }

    /// Chooses a picture that is in a dialog for files, and takes all of it.
    void choosePicture(Path picture) {
        JFileChooserFinder.findFileChooser()
                .withTimeout(PATIENCE_MILLIS)
                .using(robot)
                .selectFile(picture.toFile())
                .approve();
        dialogTitled("Your picture").button(words("OK")).click();
    }

    /// Waits until something is said in a field or a label of the window.
    void isTold(String component, String words) {
        await(
                () -> words + ", not " + said(component),
                () -> said(component).stream().anyMatch(text -> text.contains(words)));
    }

    private List<String> said(String component) {
        return texts(robot.finder().findAll(window.target(), shown(component)));
    }

    private static List<String> texts(Collection<Component> found) {
        return GuiActionRunner.execute(() ->
                found.stream()
                        .map(one ->
                                switch (one) {
                                    case JLabel label -> label.getText();
                                    case JTextComponent field -> field.getText();
                                    default -> "";
                                })
                        .toList());
    }

    private static ComponentMatcher shown(String name) {
        return component -> name.equals(component.getName()) && component.isShowing();
    }

    /// Waits for a field in any of the windows.
    ///
    /// @return what stands in it
    String read(String field) {
        await(field, () -> !robot.finder().findAll(shown(field)).isEmpty());
        return texts(robot.finder().findAll(shown(field))).getFirst();
    }

    /// Presses a button of the small window about a call.
    void noticed(String button) {
        await(button, () -> !robot.finder().findAll(shown(button)).isEmpty());
        robot.click(robot.finder().find(shown(button)));
        robot.waitForIdle();
    }

    /// A question or a sentence of the window.
    JOptionPaneFixture asked() {
        return JOptionPaneFinder.findOptionPane().withTimeout(PATIENCE_MILLIS).using(robot);
    }

    /// Is content with how the sound is.
    void sound() {
        dialog("audioCheck").button("checkDone").click();
        await("the window", () -> isShown("search"));
    }

    /// Goes to a conversation by the field above the list.
    void open(String typed) {
        window.textBox("search").click().enterText(typed + "\n");
        robot.waitForIdle();
    }

    void page(String word) {
        window.toggleButton("page-" + word).click();
        robot.waitForIdle();
    }

    void type(String text) {
        window.textBox("text").click().enterText(text);
    }

    void click(String button) {
        await(button, () -> isShown(button));
        window.button(button).click();
        robot.waitForIdle();
    }

    void toggle(String button) {
        await(button, () -> isShown(button));
        window.toggleButton(button).click();
        robot.waitForIdle();
    }

    /// What else can be done with the call.
    void more(String item) {
        click("more");
        window.menuItem(item).click();
        robot.waitForIdle();
    }

    DialogFixture dialog(String name) {
        return findDialog(name).withTimeout(PATIENCE_MILLIS).using(robot);
    }

    DialogFixture dialogTitled(String title) {
        return findDialog(titled(title)).withTimeout(PATIENCE_MILLIS).using(robot);
    }

    /// Sends a file that is chosen.
    void send(Path file) {
        click("sendFile");
        chooses(file);
    }

    /// Types the name of a new file in the dialog that asks for it.
    void names(Path file) {
        String name = file.getFileName().toString();
        takes(chooser -> {
            chooser.setCurrentDirectory(file.getParent().toFile());
            robot.waitForIdle(); // a folder that is read puts another name there
            chooser.fileNameTextBox().deleteText().enterText(name).requireText(name);
        });
    }

    /// Chooses a file in the dialog that asks for it.
    void chooses(Path file) {
        takes(chooser -> chooser.selectFile(file.toFile()));
    }

    /// A dialog that has just come up on a busy machine may miss a click, or be filled in by what it still reads: then once more.
    private void takes(Consumer<JFileChooserFixture> choice) {
        JFileChooserFixture chooser =
                JFileChooserFinder.findFileChooser().withTimeout(PATIENCE_MILLIS).using(robot);
        await(
                "the choice is taken",
                () -> {
                    if (!chooser.target().isShowing()) {
                        return true;
                    }
                    choice.accept(chooser);
                    chooser.approve();
                    return isGone(chooser.target());
                });
        robot.waitForIdle();
    }

    /// Says yes to a question, until it has gone.
    void agrees() {
        JOptionPaneFixture ask = asked();
        await(
                "the question goes",
                () -> {
                    if (!ask.target().isShowing()) {
                        return true;
                    }
                    ask.okButton().click();
                    return isGone(ask.target());
                });
        robot.waitForIdle();
    }

    private static boolean isGone(Component dialog) {
        for (int i = 0; i < 60 && dialog.isShowing(); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return !dialog.isShowing();
    }

    void press(int key) {
        robot.pressAndReleaseKey(key);
        robot.waitForIdle();
    }

    /// Waits until the call's line says this.
    void sees(String call) {
        await(() -> call + ", not " + said("callState"), () -> said("callState").contains(call));
    }

    /// Waits until a list has this within one of its rows, as it is read out to who can't see it.
    void reads(String list, String words) {
        await(
                () -> words + " in " + rows(list),
                () -> rows(list).stream().anyMatch(row -> row.contains(words)));
    }

    /// What the rows of a list say to who can't see them.
    List<String> rows(String list) {
        return rows(window.target(), list);
    }

    private List<String> rows(Container root, String list) {
        return GuiActionRunner.execute(() -> {
            JList<?> found = robot.finder().findByName(root, list, JList.class, false);
            return spoken(found);
        });
    }

    /// Does something with the one whose row of a list has these words, by the right mouse button.
    void with(String list, String words, String item) {
        reads(list, words);
        int row =
                IntStream.range(0, rows(list).size())
                        .filter(i -> rows(list).get(i).contains(words))
                        .findFirst()
                        .orElseThrow();
        turn(); // a dialog that has gone may have left the keys with nobody
        JList<?> target = window.list(list).target();
        Point place =
                GuiActionRunner.execute(() -> {
                    Rectangle cell = target.getCellBounds(row, row);
                    target.scrollRectToVisible(cell);
                    return new Point(cell.x + cell.width / 4, cell.y + cell.height / 2);
                });
        robot.click(target, place, MouseButton.RIGHT_BUTTON, 1);
        await("a menu", () -> !robot.finder().findAll(shown(item)).isEmpty());
        robot.click(robot.finder().find(shown(item)));
        robot.waitForIdle();
    }

    /// Whether the menu of the call that is shown has something.
    boolean offers(String item) {
        click("more");
        await("a menu", () -> !robot.finder().findAll(shown("devices")).isEmpty());
        boolean has = !robot.finder().findAll(shown(item)).isEmpty();
        press(KeyEvent.VK_ESCAPE);
        return has;
    }

    /// Waits until a dialog offers this person first.
    void finds(DialogFixture dialog, String name) {
        await(
                () -> name + " in " + rows(dialog.target(), "candidates"),
                () ->
                        rows(dialog.target(), "candidates").stream()
                                .findFirst()
                                .map(row -> row.toLowerCase(Locale.ROOT))
                                .filter(row -> row.contains(name))
                                .isPresent());
    }

    private static <T> List<String> spoken(JList<T> list) {
        return IntStream.range(0, list.getModel().getSize())
                .mapToObj(i ->
                        list.getCellRenderer()
                                .getListCellRendererComponent(
                                        list, list.getModel().getElementAt(i), i, false, false)
                                .getAccessibleContext()
                                .getAccessibleName())
                .collect(Collectors.toList());
    }

    /// Whether the window shows some of a colour, within what the compression of a picture changes.
    boolean hasColour(Color colour) {
        BufferedImage seen =
                GuiActionRunner.execute(() -> {
                    BufferedImage image =
                            new BufferedImage(SIZE.width, SIZE.height, BufferedImage.TYPE_INT_RGB);
                    Graphics2D graphics = image.createGraphics();
                    window.target().paint(graphics);
                    graphics.dispose();
                    return image;
                });
        int near = 0;
        for (int y = 0; y < SIZE.height; y++) {
            for (int x = 0; x < SIZE.width; x++) {
                Color pixel = new Color(seen.getRGB(x, y));
                int distance =
                        Math.abs(pixel.getRed() - colour.getRed())
                                + Math.abs(pixel.getGreen() - colour.getGreen())
                                + Math.abs(pixel.getBlue() - colour.getBlue());
                near += distance < 24 ? 1 : 0;
            }
        }
        return near > 100;
    }

    boolean isShown(String name) {
        return isShownIn(window.target(), name);
    }

    private boolean isShownIn(Container root, String name) {
        return robot.finder().findAll(root, c -> name.equals(c.getName())).stream()
                .anyMatch(Component::isShowing);
    }

    /// Closes the window, which ends the phone.
    void leave() throws InterruptedException {
        turn();
        window.close();
        if (!closed.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the window was closed, and the phone goes on");
        }
        phones.close();
    }

    @Override
    public void close() {
        phones.close();
    }

    static void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    /// @param what what is waited for, and what there is in its place
    private static void await(Supplier<String> what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited for " + what.get());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static GenericTypeMatcher<Dialog> titled(String title) {
        return new GenericTypeMatcher<>(Dialog.class) {
            @Override
            protected boolean isMatching(Dialog dialog) {
                return dialog.isShowing() && title.equals(dialog.getTitle());
            }
        };
    }

    static GenericTypeMatcher<JButton> words(String text) {
        return new GenericTypeMatcher<>(JButton.class) {
            @Override
            protected boolean isMatching(JButton button) {
                return text.equals(button.getText()) && button.isShowing();
            }
        };
    }
}
