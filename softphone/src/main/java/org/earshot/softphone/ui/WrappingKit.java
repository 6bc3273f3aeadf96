package org.earshot.softphone.ui;

import java.io.Serial;
import javax.swing.text.AbstractDocument;
import javax.swing.text.Element;
import javax.swing.text.LabelView;
import javax.swing.text.StyledEditorKit;
import javax.swing.text.View;
import javax.swing.text.ViewFactory;

/// Styled text that breaks anywhere if it must: somebody's very long link does not make the window scroll
/// sideways.
final class WrappingKit extends StyledEditorKit {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public ViewFactory getViewFactory() {
        ViewFactory usual = super.getViewFactory();
        return element ->
                AbstractDocument.ContentElementName.equals(element.getName())
                        ? new BreakableLabel(element)
                        : usual.create(element);
    }

    private static final class BreakableLabel extends LabelView {
        BreakableLabel(Element element) {
            super(element);
        }

        @Override
        public float getMinimumSpan(int axis) {
            return axis == View.X_AXIS ? 0 : super.getMinimumSpan(axis);
        }
    }
}
