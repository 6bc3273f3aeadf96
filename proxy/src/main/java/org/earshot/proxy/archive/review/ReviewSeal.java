package org.earshot.proxy.archive.review;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.SealedBox;
import org.earshot.proxy.archive.ArchivePosition;

/// Seals rules and items for the database, each bound to its row, by the ring's archive-content key. Thread-safe.
public final class ReviewSeal {
    private final SealedBox box;

    public ReviewSeal(KeyRing ring) {
        box = ring.box(KeyName.ARCHIVE_CONTENT);
    }

    byte[] rule(int change, ReviewRule rule) {
        return box.sealBytes(ReviewCodec.rule(rule), version -> bound("rule " + change, version));
    }

    /// @throws IllegalStateException if it was changed, is of another row, or its key is not here
    ReviewRule rule(int change, byte[] sealed) {
        return ReviewCodec.rule(opened("rule " + change, sealed));
    }

    byte[] item(ReviewItem item) {
        return box.sealBytes(
                ReviewCodec.item(item),
                version -> bound(place(item.record(), item.revision()), version));
    }

    /// @throws IllegalStateException as with a rule
    ReviewItem item(ReviewCodec.Row row, byte[] sealed) {
        return ReviewCodec.item(opened(place(row.record(), row.revision()), sealed), row);
    }

    private static String place(ArchivePosition record, int revision) {
        return "item " + record + " " + revision;
    }

    private byte[] opened(String place, byte[] sealed) {
        return box.openBytes(sealed, version -> bound(place, version))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "the review's "
                                        + place
                                        + " can't be opened: it was changed, or its key is not here"));
    }

    private static byte[] bound(String place, int keyVersion) {
        byte[] text = ("earshot-review-1 " + place).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(text.length + Integer.BYTES)
                .put(text)
                .putInt(keyVersion)
                .array();
    }
}
