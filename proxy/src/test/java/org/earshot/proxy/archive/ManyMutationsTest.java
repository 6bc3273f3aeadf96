package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;
import org.earshot.proxy.archive.ArchiveTables.Addition;
import org.earshot.proxy.archive.ArchiveTables.Chain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random single mutations, by seed: a value changed, a record removed, swapped, inserted, an end cut off with its checkpoints,
/// a whole chain dropped. Each is found, in its chain and at its record, and no other chain is blamed. Several are made
/// before one reading, each in another chain: so each is single in its chain, and ten thousand are read in minutes.
///
/// 500 events and 100 mutations; `-Dearshot.long=true`: 100,000 and 10,000.
class ManyMutationsTest {
    private static final boolean LONG = Boolean.getBoolean("earshot.long");
    private static final int CHAINS = LONG ? 100 : 25;
    private static final int EVENTS_OF_EACH = LONG ? 1000 : 20;
    private static final int MUTATIONS = LONG ? 10_000 : 100;

    /// A report names a hundred places at most, and one mutation may show at several.
    private static final int AT_ONCE = 20;

    private static final ArchiveConfig CONFIG =
            new ArchiveConfig("n1", EVENTS_OF_EACH / 2, Duration.ofSeconds(10));

    @TempDir Path directory;

    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private final Random random = new Random(2026);
    private final Map<UUID, Copy> good = new LinkedHashMap<>();

    /// A chain with all that the tables have of it.
    private record Copy(
            Optional<Chain> listed, List<ArchiveRecord> rows, List<Checkpoint> checkpoints) {}

    /// What was done to a chain.
    ///
    /// @param at number of the record where it must show; empty for a whole chain
    private record Mutation(String what, UUID chain, Optional<Long> at, Copy changed) {
        @Override
        public String toString() {
            return what + " " + chain + " " + at;
        }
    }

    @Test
    void eachIsFoundAtItsRecord() throws IOException {
        write();
        List<ChainAnchors> anchors = FileAnchorJournal.read(directory);
        assertThat(verify(Map.of(), anchors)).isInstanceOf(Verdict.Intact.class);
        List<UUID> chains = new ArrayList<>(good.keySet());
        int made = 0;
        while (made < MUTATIONS) {
            Collections.shuffle(chains, random);
            Map<UUID, Mutation> mutations = new HashMap<>();
            for (UUID chain : chains.subList(0, AT_ONCE)) {
                mutations.put(chain, mutation(chain));
            }
            made += mutations.size();
            Verdict verdict = verify(mutations, anchors);
            assertThat(verdict).as("%s", mutations.values()).isInstanceOf(Verdict.Broken.class);
            check(mutations, ((Verdict.Broken) verdict).breaks());
        }
        System.out.printf(
                "mutations: %,d of an archive of %,d events in %d chains, each found%n",
                made, (long) CHAINS * EVENTS_OF_EACH, CHAINS);
    }

    private void check(Map<UUID, Mutation> mutations, List<Verdict.Break> breaks) {
        Set<UUID> blamed = new HashSet<>();
        breaks.forEach(found -> blamed.add(found.chain()));
        assertThat(blamed).as("%s", mutations.values()).containsAll(mutations.keySet());
        // a record may have been moved to a chain that there never was
        blamed.retainAll(good.keySet());
        assertThat(blamed).isEqualTo(mutations.keySet());
        mutations.forEach((chain, mutation) ->
                mutation.at()
                        .ifPresent(at ->
                                assertThat(breaks)
                                        .filteredOn(found -> found.chain().equals(chain))
                                        .as("%s", mutation)
                                        .extracting(Verdict.Break::number)
                                        .contains(at)));
    }

    private void write() throws IOException {
        InMemoryArchiveTables tables = new InMemoryArchiveTables();
        for (int i = 0; i < CHAINS; i++) {
            InstantSource clock = InstantSource.fixed(TestEvents.NOW.plusSeconds(i));
            try (Archive archive =
                    ChainedArchive.open(
                            CONFIG, tables, new FileAnchorJournal(directory), keys, clock)) {
                List<CompletableFuture<ArchivePosition>> waiting = new ArrayList<>();
                for (int event = 0; event < EVENTS_OF_EACH; event++) {
                    waiting.add(archive.submit(TestEvents.message("event " + event)));
                }
                waiting.forEach(CompletableFuture::join);
            }
        }
        for (Chain chain : tables.chains()) {
            good.put(
                    chain.chain(),
                    new Copy(
                            Optional.of(chain),
                            tables.records(chain.chain(), 0, Integer.MAX_VALUE),
                            tables.checkpoints(chain.chain())));
        }
    }

    private Verdict verify(Map<UUID, Mutation> mutations, List<ChainAnchors> anchors)
            throws IOException {
        InMemoryArchiveTables tables = new InMemoryArchiveTables();
        good.forEach((id, copy) -> {
            Copy now = mutations.containsKey(id) ? mutations.get(id).changed() : copy;
            tables.add(
                    new Addition(now.listed(), now.rows(), Optional.empty(), List.of(), List.of()));
            now.checkpoints()
                    .forEach(checkpoint ->
                            tables.add(
                                    new Addition(
                                            Optional.empty(),
                                            List.of(),
                                            Optional.of(checkpoint),
                                            List.of(),
                                            List.of())));
        });
        return new ArchiveVerifier(tables, Set.of(keys.signer()), () -> anchors, Duration.ZERO)
                .verify()
                .verdict();
    }

    private Mutation mutation(UUID chain) {
        Copy copy = good.get(chain);
        List<ArchiveRecord> rows = new ArrayList<>(copy.rows());
        int at = random.nextInt(rows.size() - 1);
        return switch (random.nextInt(6)) {
            case 0 -> {
                rows.remove(at);
                yield changed("removed", chain, at, rows);
            }
            case 1 -> {
                rows.set(at, TestRows.numbered(copy.rows().get(at + 1), at));
                rows.set(at + 1, TestRows.numbered(copy.rows().get(at), at + 1L));
                yield changed("swapped", chain, at, rows);
            }
            case 2 -> {
                rows.add(TestRows.numbered(copy.rows().get(at), rows.size()));
                yield changed("inserted at the end", chain, rows.size() - 1L, rows);
            }
            case 3 -> {
                List<ArchiveRecord> left = List.copyOf(rows.subList(0, at + 1));
                List<Checkpoint> checkpoints =
                        copy.checkpoints().stream()
                                .limit(random.nextInt(copy.checkpoints().size() + 1))
                                .toList();
                yield new Mutation(
                        "cut off after",
                        chain,
                        Optional.of(at + 1L),
                        new Copy(copy.listed(), left, checkpoints));
            }
            case 4 ->
                    new Mutation(
                            "dropped",
                            chain,
                            Optional.empty(),
                            new Copy(Optional.empty(), List.of(), List.of()));
            default -> {
                List<ArchiveRecord> damaged = TestRows.damaged(rows.get(at), random);
                ArchiveRecord other = damaged.get(random.nextInt(damaged.size()));
                rows.set(at, other);
                rows.sort(Comparator.comparingLong(ArchiveRecord::number));
                // a row below the first one shows where the chain begins
                yield changed("changed", chain, other.number() < 0 ? 0 : at, rows);
            }
        };
    }

    private Mutation changed(String what, UUID chain, long at, List<ArchiveRecord> rows) {
        Copy copy = good.get(chain);
        return new Mutation(
                what, chain, Optional.of(at), new Copy(copy.listed(), rows, copy.checkpoints()));
    }
}
