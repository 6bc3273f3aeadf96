package org.earshot.softphone.ui.look;

import java.io.Serial;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;

/// Something that is painted, and that has a name for who can't see it.
public abstract class PaintedSign extends JComponent {
    @Serial private static final long serialVersionUID = 1L;

    private final transient AccessibleRole role;
    private final String words;

    /// @param role what it is to who can't see it
    /// @param words what it shows
    protected PaintedSign(AccessibleRole role, String words) {
        this.role = role;
        this.words = words;
    }

    @Override
    public final AccessibleContext getAccessibleContext() {
        if (accessibleContext == null) {
            accessibleContext =
                    new AccessibleJComponent() {
                        @Serial private static final long serialVersionUID = 1L;

                        @Override
                        public AccessibleRole getAccessibleRole() {
                            return role;
                        }
                    };
            accessibleContext.setAccessibleName(words);
        }
        return accessibleContext;
    }
}
