package org.earshot.proxy.archive;

import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.db.Columns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Destroys the keys of days that are over, on the node that has them. What is on hold is wrapped under the hold's key
/// first; a key that still opens something else stays. Confined to its thread.
final class KeyDisposal {
    private static final Logger log = LoggerFactory.getLogger(KeyDisposal.class);
    private static final int PAGE = 100;

    private final RetentionTables tables;
    private final RetentionKeys keys;
    private final ContentSealer sealer;

    KeyDisposal(RetentionTables tables, RetentionKeys keys) {
        this.tables = tables;
        this.keys = keys;
        sealer = new ContentSealer(keys, new SecureRandom());
    }

    /// A day key by its id.
    private record Key(String id, RetentionClass retention, LocalDate day) {
        static Optional<Key> of(String id) {
            String[] parts = id.split("\\.", -1);
            try {
                return Optional.of(
                        new Key(id, new RetentionClass(parts[0]), LocalDate.parse(parts[1])));
            } catch (IllegalArgumentException
                    | DateTimeException
                    | ArrayIndexOutOfBoundsException e) {
                log.debug("{} is no key of a day", id, e);
                return Optional.empty();
            }
        }

        long from() {
            return Columns.micros(day.atStartOfDay(ZoneOffset.UTC).toInstant());
        }

        long until() {
            return Columns.micros(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        }
    }

    void dispose(Policy policy, HeldRecords held, LocalDate today) {
        List<String> left = new ArrayList<>();
        for (String id : keys.dayKeys()) {
            Optional<Key> key = Key.of(id).filter(some -> isOver(policy, some, today));
            if (key.isEmpty()) {
                continue;
            }
            if (wrapHeld(key.get(), held)) {
                keys.destroyDayKey(id);
            } else {
                left.add(id);
            }
        }
        List<String> known =
                tables.keyCopies().stream()
                        .filter(copy -> copy.signer().equals(keys.signer()))
                        .map(RetentionTables.KeyCopy::key)
                        .toList();
        if (!known.equals(left)) {
            tables.keyCopies(keys.signer(), left);
        }
        for (String id : keys.holdKeys()) {
            String hold = id.substring(0, id.indexOf('.'));
            boolean stands =
                    policy.holds().stream().anyMatch(placed -> placed.hold().name().equals(hold));
            if (!stands && !tables.isHoldKeyUsed(id)) {
                keys.destroyHoldKey(id);
            }
        }
    }

    private static boolean isOver(Policy policy, Key key, LocalDate today) {
        return today.isAfter(key.day())
                && Shredder.isOver(policy, key.retention(), key.from(), today)
                && Shredder.isOver(policy, key.retention(), key.until() - 1, today);
    }

    // whether nothing needs the day's key any more
    private boolean wrapHeld(Key key, HeldRecords held) {
        while (true) {
            List<ArchiveRecord> rows = tables.sealedWith(key.id(), key.from(), key.until(), PAGE);
            if (rows.isEmpty()) {
                return true;
            }
            List<RetentionTables.HoldKey> kept = new ArrayList<>();
            for (ArchiveRecord row : rows) {
                Optional<Hold> hold = held.of(row.happenedAt(), row.facts().orElse(Bytes.EMPTY));
                if (hold.isPresent()) {
                    DayKey holdKey = keys.holdKey(hold.get().name());
                    try {
                        sealer.wrapped(row, holdKey)
                                .ifPresent(wrapped ->
                                        kept.add(
                                                new RetentionTables.HoldKey(
                                                        row.position(), holdKey.id(), wrapped)));
                    } catch (IllegalArgumentException e) {
                        log.warn("{} is on hold: {}", row.position(), e.getMessage());
                    }
                }
            }
            tables.keep(kept);
            if (kept.size() < rows.size()) {
                return false; // some are not buried yet, or can't be opened
            }
        }
    }
}
