package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.swing.finder.WindowFinder.findDialog;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.JSlider;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;
import org.assertj.swing.core.ComponentMatcher;
import org.assertj.swing.edt.GuiActionRunner;
import org.earshot.softphone.contactfile.ContactFile;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ui.account.PictureDialog;
import org.earshot.softphone.ui.look.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever can be used has a name for who can't see it, and can be reached by who has no mouse.
class AccessibleWindowIT extends WindowRig {

    private void check(String where) {
        robot.waitForIdle();
        assertThat(GuiActionRunner.execute(AccessibleWindowIT::faults)).as(where).isEmpty();
    }

    private static List<String> faults() {
        List<String> faults = new ArrayList<>();
        Arrays.stream(Window.getWindows())
                .filter(Window::isShowing)
                .forEach(window -> {
                    collect(window, faults);
                    faults.addAll(Letters.twice(window));
                });
        return faults;
    }

    private static void collect(Container container, List<String> faults) {
        for (Component child : container.getComponents()) {
            if (!child.isShowing()) {
                continue;
            }
            if (child instanceof JComponent part && isUsed(part)) {
                String name = part.getAccessibleContext().getAccessibleName();
                if (name == null || name.isBlank()) {
                    faults.add("no name: " + words(part));
                }
                if (part.isEnabled() && !part.isFocusable() && !isKeyOfTelephone(part)) {
                    faults.add("not by the keyboard: " + words(part));
                }
            }
            if (child instanceof Container inner && !(child instanceof JComboBox)) {
                collect(inner, faults);
            }
        }
    }

    private static boolean isUsed(JComponent part) {
        boolean ofScrollBar =
                SwingUtilities.getAncestorOfClass(javax.swing.JScrollBar.class, part) != null;
        boolean kind =
                part instanceof AbstractButton
                        || part instanceof JList
                        || part instanceof JComboBox
                        || part instanceof JSlider
                        || (part instanceof JTextComponent text && text.isFocusable());
        return kind && !ofScrollBar && !part.getClass().getName().startsWith("javax.swing.plaf");
    }

    /// Its keys are typed.
    private static boolean isKeyOfTelephone(JComponent part) {
        return part.getName() != null && part.getName().matches("key[0-9*#]");
    }

    private static String words(JComponent part) {
        return part.getClass().getSimpleName()
                + " "
                + part.getName()
                + (part instanceof AbstractButton button ? " " + button.getText() : "");
    }

    @Test
    void theWayInIsForEverybody() {
        check("the log-in");
        window.button("createAccount").click();
        var enrol = findDialog("enrol").withTimeout(10_000).using(robot);
        check("a server");
        enrol.textBox("newServer").enterText("organisation.example");
        press(KeyEvent.VK_ENTER);
        await("a name", () -> enrol.textBox("newName").target().isShowing());
        check("a new account");
    }

    @Test
    void eachPageAndDialogIsForEverybody() {
        logIn();
        phone.tell(NotingChat.received(BOB, "see https://example.org"));
        phone.tell(NotingChat.received(CAROL, "hello"));
        for (Page page : Page.values()) {
            go(page);
            check("page " + page);
        }
        List<SettingsPages.Section> sections = List.of(SettingsPages.Section.values());
        for (int i = 0; i < sections.size(); i++) {
            window.list("sections").selectItem(i);
            check("settings " + sections.get(i));
        }
        go(Page.CHATS);
        find("bob");
        with(KeyEvent.VK_CONTROL, KeyEvent.VK_F);
        await("the strip", () -> isShown("findStrip"));
        check("search within");
        press(KeyEvent.VK_ESCAPE);
        phone.tell(new UserAgentEvent.IncomingCall(new org.earshot.softphone.ua.Id(60), BOB, ""));
        await("it rings", () -> isShown("answer"));
        check("a call that rings");
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("SDES:AEAD_AES_256_GCM")));
        await("a call", () -> isShown("more"));
        check("a call");
        window.button("more").click();
        window.menuItem("keypad").click();
        findDialog("keypad").withTimeout(10_000).using(robot);
        check("the keypad");
        press(KeyEvent.VK_ESCAPE);
        window.button("more").click();
        window.menuItem("transfer").click();
        findDialog(withTitle("Hand over")).withTimeout(10_000).using(robot);
        check("handing over");
        press(KeyEvent.VK_ESCAPE);
        window.button("popOut").click();
        await("the call apart", () -> isShown("dockHere"));
        check("a call in a window of its own");
        window.button("dockHere").click();
    }

    private void dialog(String where, String shown, Runnable opened) {
        SwingUtilities.invokeLater(opened);
        await(
                where,
                () ->
                        Arrays.stream(Window.getWindows())
                                .filter(Dialog.class::isInstance)
                                .filter(Window::isShowing)
                                .anyMatch(one ->
                                        robot.finder().findAll(one, named(shown)).stream()
                                                .anyMatch(Component::isShowing)));
        check(where);
        press(KeyEvent.VK_ESCAPE);
        await("it goes", () -> dialogs().isEmpty());
    }

    private static ComponentMatcher named(String name) {
        return part -> name.equals(part.getName());
    }

    private static List<Window> dialogs() {
        return Arrays.stream(Window.getWindows())
                .filter(Dialog.class::isInstance)
                .filter(Window::isShowing)
                .toList();
    }

    private void pressed(String where, String shown, String button) {
        await(button, () -> isShown(button));
        dialog(where, shown, () -> ((AbstractButton) part(button)).doClick());
    }

    private Component part(String name) {
        return robot.finder().findByName(window.target(), name);
    }

    @Test
    void whatIsAskedInDialogsIsForEverybodyToo() {
        logIn();
        find("bob");
        phone.tell(NotingChat.received(BOB, "hello"));
        pressed("a new group", "groupName", "newGroupButton");
        JComponent owner = (JComponent) window.textBox("text").target();
        dialog(
                "people out of a file",
                "importPreview",
                () ->
                        ContactImport.confirm(
                                owner,
                                phone.contacts(),
                                new ContactFile.Preview(List.of(), List.of())));
        dialog(
                "a question",
                "OptionPane.textField",
                () -> {
                    var _ = Question.ask(owner, "What is the phone called?", "");
                });
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        Path picture = folder.resolve("picture.png");
        assertThatCode(() -> ImageIO.write(image, "png", picture.toFile()))
                .doesNotThrowAnyException();
        dialog(
                "a picture",
                "pictureSize",
                () -> {
                    var _ = PictureDialog.crop(owner, picture);
                });
        go(Page.SETTINGS);
        window.list("sections").selectItem(2);
        pressed("another password", "currentPassword", "changePassword");
        window.list("sections").selectItem(1);
        pressed("a look at the sound", "checkDone", "soundCheck");
    }

    @TempDir Path folder;
}
