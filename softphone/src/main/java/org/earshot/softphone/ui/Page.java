package org.earshot.softphone.ui;

import java.awt.event.KeyEvent;
import java.util.Locale;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/// What the window's left side can list, in the order of the rail.
enum Page {
    CHATS(KeyEvent.VK_1),
    CALLS(KeyEvent.VK_2),
    PEOPLE(KeyEvent.VK_3),
    FILES(KeyEvent.VK_4),
    SETTINGS(KeyEvent.VK_5);

    private final int key;

    Page(int key) {
        this.key = key;
    }

    /// With Ctrl it goes there: a digit's, which is its character too.
    int key() {
        return key;
    }

    Ikon sign() {
        return switch (this) {
            case CHATS -> MaterialDesignM.MESSAGE_TEXT_OUTLINE;
            case CALLS -> MaterialDesignP.PHONE_OUTLINE;
            case PEOPLE -> MaterialDesignA.ACCOUNT_MULTIPLE_OUTLINE;
            case FILES -> MaterialDesignF.FILE_MULTIPLE_OUTLINE;
            case SETTINGS -> MaterialDesignC.COG_OUTLINE;
        };
    }

    /// In the names of texts and components, such as `chats`.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return Texts.get("page." + word());
    }
}
