package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.util.ArrayList;
import java.util.List;
import javax.swing.AbstractButton;
import org.assertj.swing.edt.GuiActionRunner;
import org.earshot.softphone.ui.AccountStrip.Tab;
import org.junit.jupiter.api.Test;

class AccountStripTest {
    private static final Tab ALICE = new Tab("alice@example.org", true, 0);
    private static final Tab BOB = new Tab("bob@example.org", true, 0);

    /// A message that came between the press of the mouse and its release made the buttons anew, and the click was for nobody.
    @Test
    void aButtonStaysWhateverIsNew() {
        GuiActionRunner.execute(() -> {
            List<Integer> chosen = new ArrayList<>();
            AccountStrip strip = new AccountStrip(chosen::add, () -> {});
            strip.show(List.of(ALICE, BOB), 0);
            Component second = strip.getComponent(1);
            strip.show(List.of(ALICE, new Tab("bob@example.org", false, 3)), 0);
            assertThat(strip.getComponent(1)).isSameAs(second);
            assertThat(((AbstractButton) second).getText()).isEqualTo("bob@example.org  (3)");
            assertThat(second.getAccessibleContext().getAccessibleName())
                    .isEqualTo("bob@example.org, not online, 3 not seen");
            ((AbstractButton) second).doClick();
            assertThat(chosen).containsExactly(1);
            strip.show(List.of(ALICE), 0);
            assertThat(strip.getComponentCount()).isEqualTo(2);
        });
    }
}
