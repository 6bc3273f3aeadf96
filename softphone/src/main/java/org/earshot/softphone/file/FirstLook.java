package org.earshot.softphone.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;
import org.earshot.common.file.ProgramBytes;

/// Looks at a file as soon as its first bytes are there: what is a program by these is not taken, whatever its name is. One thread at a
/// time.
final class FirstLook {
    private final long enough;
    private boolean done;

    FirstLook(IncomingFile file) {
        enough = Math.min(ProgramBytes.LONGEST, file.size());
        done = file.rules().programs();
    }

    /// @param together how many bytes are there from the file's start
    /// @throws FileTrouble if it must not come
    void at(FileChannel channel, long together) throws IOException, FileTrouble {
        if (done || together < enough) {
            return;
        }
        done = true;
        ByteBuffer beginning = ByteBuffer.allocate((int) enough);
        while (beginning.hasRemaining() && channel.read(beginning, beginning.position()) >= 0) {
            // more of it
        }
        Optional<String> objection =
                ProgramBytes.objection(Arrays.copyOf(beginning.array(), beginning.position()));
        if (objection.isPresent()) {
            throw new FileTrouble(FileFailure.Reason.BLOCKED, objection.get());
        }
    }
}
