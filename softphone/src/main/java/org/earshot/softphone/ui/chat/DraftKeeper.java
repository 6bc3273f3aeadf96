package org.earshot.softphone.ui.chat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.swing.text.JTextComponent;
import org.earshot.softphone.ua.Drafts;
import org.earshot.softphone.ui.look.TextTools;
import org.earshot.softphone.ui.words.Names;

/// What was typed and not sent yet, for each conversation; kept over restarts. Confined to the event dispatch thread.
public final class DraftKeeper {
    private final Drafts store;
    private final Map<String, String> drafts = new HashMap<>();
    private boolean puttingBack;

    /// @param store keeps them over the end of the program
    public DraftKeeper(Drafts store) {
        this.store = store;
    }

    /// What was typed in the run before; what was typed since then counts more.
    public void known(Map<String, String> kept) {
        kept.forEach((peer, text) -> drafts.putIfAbsent(Names.key(peer), text));
    }

    /// This stands in the field of a conversation now.
    public void typed(String peer, String text) {
        drafts.put(Names.key(peer), text);
        store.put(peer, text);
    }

    /// What was typed to somebody; "" for nothing.
    String of(String peer) {
        return drafts.getOrDefault(Names.key(peer), "");
    }

    /// The user goes to another conversation: what was typed there before comes back.
    public void show(Optional<String> peer, JTextComponent field) {
        puttingBack = true;
        try {
            field.setText(peer.map(this::of).orElse(""));
            TextTools.forget(field);
        } finally {
            puttingBack = false;
        }
    }

    /// Whether what comes into the field is not typed now.
    boolean isPuttingBack() {
        return puttingBack;
    }
}
