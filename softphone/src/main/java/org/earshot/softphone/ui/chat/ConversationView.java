package org.earshot.softphone.ui.chat;

import java.awt.Rectangle;
import java.io.Serial;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JScrollBar;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.model.TextLine;

/// What was said in a conversation, to be scrolled. The end stays in sight; whoever reads further up goes on reading there.
final class ConversationView extends JScrollPane {
    @Serial private static final long serialVersionUID = 1L;

    /// So near to an end of what is shown, more is fetched.
    private static final int NEAR = 200;

    private final transient PhoneModel model;
    private final transient Consumer<String> onOlder;
    private final BubbleList list;
    private transient LineWindow window = new LineWindow();
    private transient Optional<String> peer = Optional.empty();
    private transient Optional<TextLine> last = Optional.empty();
    private int revision = -1;
    private boolean arranging;
    private boolean wantsOlder;
    private boolean endInSight = true;
    private boolean looking;
    private int height;
    private int extent;

    /// @param onOlder is told of whom there is to be fetched what is older
    ConversationView(PhoneModel model, BubbleList list, Consumer<String> onOlder) {
        super(list);
        this.model = model;
        this.list = list;
        this.onOlder = onOlder;
        setName("transcriptScroll");
        setBorder(BorderFactory.createEmptyBorder());
        setHorizontalScrollBarPolicy(HORIZONTAL_SCROLLBAR_NEVER);
        Colours.behind(getViewport(), Colours::page);
        getVerticalScrollBar().addAdjustmentListener(_ -> scrolled());
    }

    private void scrolled() {
        JScrollBar bar = getVerticalScrollBar();
        if (!looking) {
            looking = true;
            SwingUtilities.invokeLater(this::look);
        }
        if (arranging || peer.isEmpty() || !isShowing()) {
            return;
        }
        if (bar.getValue() < NEAR) {
            if (window.up(lineCount())) {
                arrange(false);
            } else {
                wantsOlder = true;
                onOlder.accept(peer.get());
            }
        } else if (bar.getValue() + bar.getVisibleAmount() > bar.getMaximum() - NEAR
                && window.down()) {
            arrange(false);
        }
    }

    /// What has moved it: somebody who scrolls, or a call or a file that came above it, or a smaller window. To lay that out moves it to and fro, so this is looked at afterwards.
    private void look() {
        looking = false;
        JScrollBar bar = getVerticalScrollBar();
        boolean otherSize = height != bar.getMaximum() || extent != bar.getVisibleAmount();
        height = bar.getMaximum();
        extent = bar.getVisibleAmount();
        if (otherSize && endInSight) {
            toEnd();
        } else if (!otherSize && !arranging) {
            endInSight = isAtEnd();
        }
    }

    private int lineCount() {
        return peer.map(model::conversation).map(List::size).orElse(0);
    }

    void refresh() {
        Optional<String> now = model.selected();
        if (now.equals(peer) && revision == model.revision()) {
            return;
        }
        boolean same = now.equals(peer);
        boolean atEnd = !same || endInSight; // where it is going to be, that is
        peer = now;
        revision = model.revision();
        List<TextLine> all = peer.map(model::conversation).orElse(List.of());
        if (same) {
            int appended = appended(all);
            window.appended(appended, atEnd);
            atEnd |= appended > 0 && all.getLast().kind() == TextLine.Kind.MINE;
            if (atEnd && !window.hasEnd()) {
                window.toEnd();
            }
            if (wantsOlder && window.up(all.size())) {
                wantsOlder = false;
            }
        } else {
            window = new LineWindow();
            wantsOlder = false;
        }
        last = all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
        arrange(atEnd);
    }

    /// How many lines are behind what was the last one.
    private int appended(List<TextLine> all) {
        if (last.isEmpty()) {
            return 0;
        }
        String id = last.get().messageId();
        for (int i = all.size() - 1, count = 0; i >= 0; i--, count++) {
            boolean isIt =
                    id.isEmpty()
                            ? all.get(i).equals(last.get())
                            : all.get(i).messageId().equals(id);
            if (isIt) {
                return count;
            }
        }
        return 0;
    }

    private boolean isAtEnd() {
        JScrollBar bar = getVerticalScrollBar();
        return window.hasEnd() && bar.getMaximum() - bar.getValue() - bar.getVisibleAmount() < 40;
    }

    private void arrange(boolean toEnd) {
        Optional<BubbleList.Anchor> anchor = toEnd ? Optional.empty() : list.anchor();
        arranging = true;
        List<TextLine> shown = window.of(peer.map(model::conversation).orElse(List.of()));
        list.show(Items.of(shown, peer.flatMap(model::firstNew), ZoneId.systemDefault()));
        validate(); // the rows are measured now, so that the place is known
        if (toEnd) {
            toEnd();
        } else {
            anchor.map(list::yOf).filter(y -> y >= 0).ifPresent(getVerticalScrollBar()::setValue);
        }
        endInSight = toEnd;
        SwingUtilities.invokeLater(() -> {
            arranging = false;
            if (endInSight) {
                toEnd(); // what is around it may have become larger meanwhile
            } else {
                endInSight = isAtEnd();
            }
        });
    }

    private void toEnd() {
        JScrollBar bar = getVerticalScrollBar();
        bar.setValue(bar.getMaximum());
    }

    /// Shows a message that was found, and chooses it.
    ///
    /// @return whether it is there
    boolean reveal(String messageId) {
        List<TextLine> all = peer.map(model::conversation).orElse(List.of());
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).messageId().equals(messageId)) {
                window.to(i, all.size());
                arrange(false);
                select(all.get(i));
                return true;
            }
        }
        return false;
    }

    private void select(TextLine line) {
        List<Item> items = list.items();
        for (int row = 0; row < items.size(); row++) {
            if (items.get(row) instanceof Item.Bubble(TextLine of, _, _) && of.equals(line)) {
                list.setSelectedIndex(row);
                Rectangle bounds = list.getCellBounds(row, row);
                int middle = bounds.y - (getViewport().getHeight() - bounds.height) / 2;
                getVerticalScrollBar().setValue(Math.max(0, middle));
                return;
            }
        }
    }
}
