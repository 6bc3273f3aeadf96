package org.earshot.softphone.ui.chat;

import java.awt.Image;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.File;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.JComponent;
import javax.swing.TransferHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes files and pictures that are dropped or pasted; everything else is done as before.
final class FileDrop extends TransferHandler {
    @Serial private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(FileDrop.class);

    private final transient TransferHandler usual;
    private final transient Consumer<List<Path>> onFiles;
    private final transient Consumer<Image> onPicture;

    /// @param usual what is done with text; null for nothing
    FileDrop(TransferHandler usual, Consumer<List<Path>> onFiles, Consumer<Image> onPicture) {
        this.usual = usual;
        this.onFiles = onFiles;
        this.onPicture = onPicture;
    }

    private static boolean hasFiles(TransferSupport support) {
        return support.isDataFlavorSupported(DataFlavor.javaFileListFlavor);
    }

    /// What office programs copy is a picture too: their words are wanted.
    private static boolean isPicture(TransferSupport support) {
        return support.isDataFlavorSupported(DataFlavor.imageFlavor)
                && !support.isDataFlavorSupported(DataFlavor.stringFlavor);
    }

    @Override
    public boolean canImport(TransferSupport support) {
        return hasFiles(support)
                || isPicture(support)
                || (usual != null && usual.canImport(support));
    }

    @Override
    public boolean importData(TransferSupport support) {
        Transferable data = support.getTransferable();
        try {
            if (hasFiles(support)) {
                onFiles.accept(
                        ((List<?>) data.getTransferData(DataFlavor.javaFileListFlavor))
                                .stream().map(file -> ((File) file).toPath()).toList());
                return true;
            }
            if (isPicture(support)) {
                onPicture.accept((Image) data.getTransferData(DataFlavor.imageFlavor));
                return true;
            }
        } catch (UnsupportedFlavorException | IOException e) {
            log.warn("what was dropped or pasted can't be read: {}", e.toString());
            return false;
        }
        return usual != null && usual.importData(support);
    }

    @Override
    public int getSourceActions(JComponent component) {
        return usual == null ? NONE : usual.getSourceActions(component);
    }

    @Override
    public void exportToClipboard(
            JComponent component, java.awt.datatransfer.Clipboard clipboard, int action) {
        if (usual != null) {
            usual.exportToClipboard(component, clipboard, action);
        }
    }
}
