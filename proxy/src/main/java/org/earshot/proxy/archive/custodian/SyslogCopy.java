package org.earshot.proxy.archive.custodian;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;
import org.earshot.proxy.archive.Bytes;

/// The anchors in a file that a syslog server wrote, in any format that keeps a message on one line. Other lines are passed over, and
/// so are repetitions: an anchor whose arrival was not sure is sent again. Takes a bounded amount of memory for heads: of very many each
/// second one is left out, but never the last of a chain, since it covers the others.
public final class SyslogCopy {
    /// Of a longer line the rest is passed over, in characters.
    private static final int LONGEST = 8192;

    /// So many heads are kept.
    private static final int MOST = 200_000;

    private final int most;
    private int heads;
    private final Map<UUID, Chain> chains = new LinkedHashMap<>();

    private static final class Chain {
        private final TreeMap<Long, Anchor> heads = new TreeMap<>();
        private final TreeMap<Long, Bytes> checkpoints = new TreeMap<>();
        private boolean begun;
    }

    private SyslogCopy(int most) {
        this.most = most;
    }

    /// @param file may end in `.gz`
    /// @throws IOException if it is no regular file, can't be read, or says two things of one record
    public static List<ChainAnchors> read(Path file) throws IOException {
        return read(file, MOST);
    }

    /// @param most how many heads are kept
    static List<ChainAnchors> read(Path file, int most) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is neither a file nor a folder");
        }
        SyslogCopy copy = new SyslogCopy(most);
        try (InputStream bytes = Files.newInputStream(file);
                InputStream in =
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
            for (Optional<String> next = line(lines); next.isPresent(); next = line(lines)) {
                String line = next.get();
                var anchor = AnchorLine.in(line);
                if (anchor.isPresent() && !copy.accepts(anchor.get())) {
                    throw new IOException(
                            file + " says two things of one record or checkpoint: " + line);
                }
            }
        }
        return copy.anchors();
    }

    /// The next line, without its end.
    private static Optional<String> line(Reader in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (line.length() < LONGEST && next != '\r') {
                line.append((char) next);
            }
            next = in.read();
        }
        return Optional.of(line.toString());
    }

    private void thin() {
        heads = 0;
        for (Chain chain : chains.values()) {
            List<Long> numbers = new ArrayList<>(chain.heads.keySet());
            for (int i = numbers.size() - 2; i >= 0; i -= 2) {
                chain.heads.remove(numbers.get(i));
            }
            heads += chain.heads.size();
        }
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
                if (before == null && ++heads > most) {
                    thin();
                }
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
