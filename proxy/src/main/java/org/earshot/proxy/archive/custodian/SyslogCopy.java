package org.earshot.proxy.archive.custodian;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;
import org.earshot.proxy.archive.Bytes;

/// The anchors in a file that a syslog server wrote, in any format that keeps a message on one line. Other lines are passed over, and
/// so are repetitions: an anchor whose arrival was not sure is sent again.
public final class SyslogCopy {
    private final Map<UUID, Chain> chains = new LinkedHashMap<>();

    private static final class Chain {
        private final TreeMap<Long, Anchor> heads = new TreeMap<>();
        private final TreeMap<Long, Bytes> checkpoints = new TreeMap<>();
        private boolean begun;
    }

    private SyslogCopy() {}

    /// @param file may end in `.gz`
    /// @throws IOException if it can't be read, or says two things of one record
    public static List<ChainAnchors> read(Path file) throws IOException {
        SyslogCopy copy = new SyslogCopy();
        try (InputStream bytes = Files.newInputStream(file);
                InputStream in =
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                var anchor = AnchorLine.in(line);
                if (anchor.isPresent() && !copy.accepts(anchor.get())) {
                    throw new IOException(
                            file + " says two things of one record or checkpoint: " + line);
                }
            }
        }
        return copy.anchors();
    }

    private boolean accepts(AnchorLine line) {
        Chain chain = chains.computeIfAbsent(line.chain(), _ -> new Chain());
        return switch (line.what()) {
            case AnchorLine.Kind.Begin() -> {
                chain.begun = true;
                yield true;
            }
            case AnchorLine.Kind.Head(Anchor anchor) -> {
                Anchor before = chain.heads.putIfAbsent(anchor.number(), anchor);
                yield before == null || before.hash().equals(anchor.hash());
            }
            case AnchorLine.Kind.Mark(long sequence, Bytes hash) -> {
                Bytes before = chain.checkpoints.putIfAbsent(sequence, hash);
                yield before == null || before.equals(hash);
            }
        };
    }

    private List<ChainAnchors> anchors() {
        List<ChainAnchors> all = new ArrayList<>();
        chains.forEach((id, chain) ->
                all.add(
                        new ChainAnchors(
                                id,
                                // the file with the beginning may have been rotated away
                                chain.begun
                                        || !chain.heads.isEmpty()
                                        || !chain.checkpoints.isEmpty(),
                                new ArrayList<>(chain.heads.values()),
                                chain.checkpoints,
                                false)));
        return all;
    }
}
