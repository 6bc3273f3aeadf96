package org.earshot.softphone.ui.group;

import java.awt.Insets;
import java.io.Serial;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JButton;
import org.earshot.softphone.ua.GroupService;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

/// How many are in the group whose conversation is shown, and the way to see who.
public final class MembersButton extends JButton {
    @Serial private static final long serialVersionUID = 1L;

    private final transient GroupsModel groups;
    private transient Optional<String> shown = Optional.empty();

    /// @param onPressed gets the group's address
    public MembersButton(GroupsModel groups, Consumer<String> onPressed) {
        super(new Glyph(MaterialDesignA.ACCOUNT_MULTIPLE_OUTLINE, 16));
        this.groups = groups;
        setName("members");
        putClientProperty("JButton.buttonType", "toolBarButton");
        setMargin(new Insets(1, 4, 1, 4));
        addActionListener(_ -> shown.ifPresent(onPressed));
        setVisible(false);
    }

    /// Shows it for a group.
    ///
    /// @return whether it is one
    public boolean show(Optional<String> peer) {
        Optional<GroupService.Group> group = peer.flatMap(groups::of);
        shown = group.map(GroupService.Group::address);
        group.ifPresent(one -> {
            String words = Texts.count("group.members", one.members());
            setText(words);
            setToolTipText(Texts.get("group.members.show"));
            getAccessibleContext()
                    .setAccessibleName(words + ", " + Texts.get("group.members.show"));
        });
        setVisible(group.isPresent());
        return group.isPresent();
    }
}
