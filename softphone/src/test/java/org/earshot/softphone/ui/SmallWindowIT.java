package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.JScrollBar;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;
import org.assertj.swing.edt.GuiActionRunner;
import org.earshot.softphone.ua.FileWay;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;
import org.junit.jupiter.api.Test;

/// In a window as small as it may be, whatever can be pressed is to be seen whole, and the end of a conversation stays in sight.
class SmallWindowIT extends WindowRig {

    private void small() {
        GuiActionRunner.execute(() -> window.target().setSize(new Dimension(720, 480)));
        robot.waitForIdle();
    }

    private void check(String where) {
        soon(() ->
                assertThat(
                                GuiActionRunner.execute(() ->
                                        Stream.concat(
                                                        cutOff(window.target()).stream(),
                                                        Letters.twice(window.target()).stream())
                                                .toList()))
                        .as(where)
                        .isEmpty());
    }

    private static List<String> cutOff(Container root) {
        List<String> found = new ArrayList<>();
        collect(root, found);
        return found;
    }

    private static void collect(Container container, List<String> found) {
        for (Component child : container.getComponents()) {
            if (!child.isShowing() || child instanceof JScrollBar || child instanceof JList) {
                continue;
            }
            if (child instanceof AbstractButton button && isCut(button)) {
                found.add(
                        button.getName()
                                + " has "
                                + button.getVisibleRect().getSize()
                                + " of "
                                + button.getPreferredSize());
            }
            if (child instanceof Container inner) {
                collect(inner, found);
            }
        }
    }

    /// At its right, or in its words; what is further down on a page can be scrolled to.
    private static boolean isCut(AbstractButton button) {
        Rectangle bounds =
                SwingUtilities.convertRectangle(
                        button.getParent(), button.getBounds(), button.getRootPane());
        boolean outside = bounds.x + bounds.width > button.getRootPane().getWidth();
        boolean narrow = button.getWidth() < button.getPreferredSize().width;
        JComponent page =
                (JComponent) SwingUtilities.getAncestorOfClass(SettingsPage.class, button);
        boolean lower = page != null || button.getVisibleRect().height == button.getHeight();
        return outside || narrow || !lower;
    }

    private static UserAgentEvent.FileChanged file(int id, FilePhase phase) {
        boolean goes = phase == FilePhase.PROGRESS;
        return new UserAgentEvent.FileChanged(
                new Id(id),
                BOB,
                true,
                "the annual report with all of its figures " + id + ".pdf",
                2_500_000,
                phase,
                goes ? 1_000_000 : 0,
                "",
                "",
                goes ? OptionalLong.of(500_000) : OptionalLong.empty(),
                goes ? OptionalLong.of(3) : OptionalLong.empty(),
                Optional.empty(),
                Optional.of(FileWay.DIRECT));
    }

    private boolean endIsInSight() {
        return GuiActionRunner.execute(() -> {
            JScrollBar bar =
                    ((JScrollPane) robot.finder().findByName(window.target(), "transcriptScroll"))
                            .getVerticalScrollBar();
            return bar.getMaximum() > bar.getVisibleAmount()
                    && bar.getValue() + bar.getVisibleAmount() == bar.getMaximum();
        });
    }

    private void barsAreWide() {
        for (int id = 81; id < 88; id += 2) { // offers come first, and have no bar
            phone.tell(file(id, FilePhase.CANCELLED));
        }
        soon(() ->
                assertThat(
                                robot
                                        .finder()
                                        .findAll(
                                                window.target(),
                                                part ->
                                                        "fileProgressHere".equals(part.getName())
                                                                && part.isShowing())
                                        .stream()
                                        .map(Component::getWidth)
                                        .toList())
                        .as("bars on which one sees how far it is")
                        .isNotEmpty()
                        .allMatch(width -> width > 150));
    }

    @Test
    void whateverCanBePressedIsSeenAndTheEndOfTheConversationStays() {
        logIn();
        find("bob");
        for (int i = 0; i < 40; i++) {
            phone.tell(NotingChat.received(BOB, "a message of some words, number " + i));
        }
        await("the end is in sight", this::endIsInSight);
        small();
        await("as in a small window", this::endIsInSight);
        check("a conversation");
        for (int i = 0; i < 8; i++) {
            phone.tell(file(80 + i, i % 2 == 0 ? FilePhase.PROGRESS : FilePhase.OFFERED));
        }
        await("cards", () -> isShown("acceptFile") && isShown("moreFiles"));
        check("files above the conversation");
        await("beside files too", this::endIsInSight);
        phone.tell(new UserAgentEvent.IncomingCall(new Id(60), BOB, ""));
        await("it rings", () -> isShown("answer"));
        check("a call that rings");
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("SDES:AEAD_AES_256_GCM")));
        await("a call", () -> isShown("more"));
        check("a call");
        await("in a call too", this::endIsInSight);
        phone.tell(changed(CallPhase.ENDED, Optional.empty()));
        for (Page page : Page.values()) {
            go(page);
            check("page " + page);
            if (page == Page.FILES) {
                barsAreWide();
            }
        }
        List<SettingsPages.Section> sections = List.of(SettingsPages.Section.values());
        for (int i = 0; i < sections.size(); i++) {
            window.list("sections").selectItem(i);
            check("settings " + sections.get(i));
        }
    }
}
