package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.swing.finder.WindowFinder.findDialog;

import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import javax.swing.JFileChooser;
import org.assertj.swing.fixture.DialogFixture;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.words.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Making an account in the window, without an invitation.
class SignUpIT extends WindowRig {
    @TempDir private Path folder;

    private DialogFixture begin() {
        window.button("createAccount").click();
        return opened();
    }

    private DialogFixture opened() {
        DialogFixture dialog = findDialog("enrol").withTimeout(20_000).using(robot);
        // a field that gets the keys chooses what it holds: what was typed before would be typed
        // over
        soon(() -> dialog.textBox("newServer").requireFocused());
        return dialog;
    }

    private void told(DialogFixture dialog, String words) {
        await(words, () -> dialog.textBox("enrolTold").text().contains(words));
    }

    @Test
    void whereEverybodyMaySomebodySignsUpWithAPictureAndIsIn() throws IOException {
        DialogFixture dialog = begin();
        dialog.textBox("newServer").enterText("example.org");
        dialog.button("enrolNext").click();
        await("a name is asked for", () -> dialog.textBox("newName").target().isShowing());
        dialog.textBox("newName").enterText("taken");
        dialog.textBox("newDisplayName").enterText("Alice Baker");
        dialog.textBox("newPassword").enterText("correct horse");
        await("its strength", () -> dialog.progressBar("strength").target().getValue() > 0);
        dialog.textBox("newPasswordAgain").enterText("correct horse");
        Path file = folder.resolve("me.png");
        ImageIO.write(
                new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        dialog.button("chooseNewPicture").click();
        var chooser =
                org.assertj.swing.finder.JFileChooserFinder.findFileChooser()
                        .withTimeout(20_000)
                        .using(robot);
        soon(() -> assertThat(chooser.target()).isInstanceOf(JFileChooser.class));
        chooser.selectFile(file.toFile()).approve();
        DialogFixture crop =
                findDialog(withTitle(Texts.get("picture.title"))).withTimeout(20_000).using(robot);
        crop.button(withText("OK")).click();
        await("it is shown", () -> dialog.button("noNewPicture").target().isShowing());
        dialog.button("enrolNext").click();
        told(dialog, "That name can't be had.");
        dialog.textBox("newName").deleteText().enterText("alice");
        dialog.button("enrolNext").click();
        phone.awaitSubscriber();
        soon(() ->
                assertThat(enrolment.asked())
                        .containsExactly(
                                "look at example.org",
                                "sign up taken as Alice Baker with a picture",
                                "sign up alice as Alice Baker with a picture"));
        phone.tell(new UserAgentEvent.Registered("sip:alice@example.org", Duration.ofHours(1)));
        await("the window", () -> isShown("search"));
    }

    @Test
    void aServerThatTheSystemDoesNotKnowIsTrustedByAFingerprintThatIsTyped() {
        alt(KeyEvent.VK_C);
        DialogFixture dialog = opened();
        type("unknown.example");
        press(KeyEvent.VK_ENTER);
        told(dialog, "Ask your administrator for the fingerprint");
        alt(KeyEvent.VK_F);
        soon(() -> dialog.textBox("fingerprint").requireFocused());
        type("ab12");
        press(KeyEvent.VK_ENTER);
        await("a name is asked for", () -> dialog.textBox("newName").target().isShowing());
        soon(() ->
                assertThat(enrolment.asked())
                        .containsExactly(
                                "look at unknown.example", "look at unknown.example by ab12"));
        press(KeyEvent.VK_ESCAPE);
        await("it is gone", () -> !dialog.target().isShowing());
    }

    @Test
    void theOrganisationsPasswordIsAskedForWhereTheServerSaysSo() {
        DialogFixture dialog = begin();
        dialog.textBox("newServer").enterText("organisation.example");
        dialog.button("enrolNext").click();
        await(
                "the organisation's password is asked for",
                () -> dialog.textBox("organisationPassword").target().isShowing());
        told(dialog, "is kept nowhere");
        dialog.textBox("newName").enterText("alice");
        dialog.textBox("organisationPassword").enterText("theirs");
        dialog.textBox("newPassword").enterText("correct horse");
        dialog.textBox("newPasswordAgain").enterText("correct horse");
        dialog.button("enrolNext").click();
        phone.awaitSubscriber();
        soon(() ->
                assertThat(enrolment.asked())
                        .containsExactly(
                                "look at organisation.example",
                                "sign up alice as  by the organisation's password"));
    }

    @Test
    void otherPoliciesAreSaidInWords() {
        DialogFixture dialog = begin();
        dialog.textBox("newServer").enterText("closed.example");
        dialog.button("enrolNext").click();
        told(dialog, "At closed.example nobody makes an account oneself");
        dialog.textBox("newServer").deleteText().enterText("invitation.example");
        dialog.button("enrolNext").click();
        told(dialog, "At invitation.example accounts are made by invitation.");
        await("a link is asked for", () -> dialog.textBox("link").target().isShowing());
        soon(() -> dialog.textBox("link").requireFocused());
        dialog.textBox("link")
                .setText(
                        "earshot://invite/invitation.example?service=https://invitation.example:8443&secret=abcdefghijklmnop");
        dialog.button("enrolNext").click();
        await("a name is asked for", () -> dialog.textBox("newName").target().isShowing());
        dialog.button("enrolCancel").click();
        await("it is gone", () -> !dialog.target().isShowing());
    }
}
