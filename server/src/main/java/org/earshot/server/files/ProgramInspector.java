package org.earshot.server.files;

import java.io.IOException;
import java.util.Optional;
import org.earshot.common.file.ProgramBytes;
import org.earshot.common.file.archive.Content;

/// Lets no programs in, whatever their name is ([ProgramBytes]).
public final class ProgramInspector implements ContentInspector {
    @Override
    public Optional<String> objection(String name, Content content) throws IOException {
        return ProgramBytes.objection(content.open().readNBytes(ProgramBytes.LONGEST));
    }
}
