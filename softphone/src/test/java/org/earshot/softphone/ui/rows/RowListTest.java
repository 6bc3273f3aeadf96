package org.earshot.softphone.ui.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.MouseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.swing.edt.GuiActionRunner;
import org.junit.jupiter.api.Test;

class RowListTest {
    private final List<String> opened = new ArrayList<>();

    /// Something comes between the press of the mouse and its release: the list was made anew under the hand, and the click was for nobody, or for another one.
    @Test
    void whatIsClickedIsChosenWhateverComesMeanwhile() {
        RowList<String> list = GuiActionRunner.execute(this::list);
        GuiActionRunner.execute(() -> {
            list.show(List.of("bob", "carol"), Optional.empty());
            list.setValueIsAdjusting(true); // as the press does
            list.setSelectedIndex(1);
            list.show(List.of("dave", "bob", "carol"), Optional.empty());
            assertThat(list.chosen()).contains("carol");
            release(list);
            assertThat(opened).containsExactly("carol");
        });
        GuiActionRunner.execute(() -> {
            assertThat(list.getModel().getSize()).isEqualTo(3);
            assertThat(list.chosen()).contains("carol");
        });
    }

    @Test
    void whoGoesWhileTheMouseIsPressedIsGoneAfterwards() {
        RowList<String> list = GuiActionRunner.execute(this::list);
        GuiActionRunner.execute(() -> {
            list.show(List.of("bob", "carol"), Optional.of("bob"));
            list.setValueIsAdjusting(true);
            list.setSelectedIndex(1);
            list.show(List.of("bob"), Optional.of("bob"));
            release(list);
        });
        GuiActionRunner.execute(() -> {
            assertThat(list.getModel().getSize()).isEqualTo(1);
            assertThat(list.chosen()).contains("bob");
        });
    }

    /// The list below the last call of the day is empty, and two clicks there called that one back.
    @Test
    void belowTheLastRowNothingIsChosenOrOpened() {
        GuiActionRunner.execute(() -> {
            RowList<String> list = list();
            List<String> twice = new ArrayList<>();
            list.onOpened(twice::add);
            list.show(List.of("bob", "carol"), Optional.of("carol"));
            list.setSize(200, 600);
            Rectangle last = list.getCellBounds(1, 1);
            Point inIt = new Point(last.x + 5, last.y + 5);
            Point below = new Point(last.x + 5, last.y + last.height + 20);
            assertThat(list.locationToIndex(inIt)).isEqualTo(1);
            assertThat(list.locationToIndex(below)).isEqualTo(-1);
            twice(list, below, MouseEvent.BUTTON1);
            twice(list, inIt, MouseEvent.BUTTON3);
            assertThat(twice).isEmpty();
            twice(list, inIt, MouseEvent.BUTTON1);
            assertThat(twice).containsExactly("carol");
        });
    }

    private static void twice(RowList<String> list, Point at, int button) {
        MouseEvent event =
                new MouseEvent(list, MouseEvent.MOUSE_CLICKED, 0, 0, at.x, at.y, 2, false, button);
        for (var listener : list.getMouseListeners()) {
            listener.mouseClicked(event);
        }
    }

    private RowList<String> list() {
        RowList<String> list =
                new RowList<>(
                        "people",
                        "People",
                        name -> new Row(null, Optional.empty(), name, "", "", 0, false));
        list.onChosen(opened::add);
        return list;
    }

    private static void release(RowList<String> list) {
        list.setValueIsAdjusting(false);
        MouseEvent event = new MouseEvent(list, MouseEvent.MOUSE_RELEASED, 0, 0, 5, 5, 1, false, 1);
        for (var listener : list.getMouseListeners()) {
            listener.mouseReleased(event);
        }
    }
}
