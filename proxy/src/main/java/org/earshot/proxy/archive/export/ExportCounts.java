package org.earshot.proxy.archive.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.proxy.archive.DisclosedRecord;

/// How many records of each sort came. Confined to its thread.
final class ExportCounts {
    private final Map<DisclosedRecord.State, Long> states = new LinkedHashMap<>();
    private long matched;
    private long exported;
    private long withoutFacts;
    private long notReviewable;
    private long mails;

    ExportCounts() {
        for (DisclosedRecord.State state : DisclosedRecord.State.values()) {
            states.put(state, 0L);
        }
    }

    void matched(int found) {
        matched += found;
    }

    void exported(DisclosedRecord row) {
        exported++;
        states.merge(row.state(), 1L, Long::sum);
        withoutFacts += row.facts().isEmpty() ? 1 : 0;
        notReviewable += row.isNotReviewable() ? 1 : 0;
        mails += MailMessage.isOne(row) ? 1 : 0;
    }

    long exported() {
        return exported;
    }

    /// As they stand in the manifest: `matched`, `exported`, `facts-gone`, `content-…` by what became of it, `not-reviewable`, `messages`.
    Map<String, Long> all() {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("matched", matched);
        all.put("exported", exported);
        all.put("facts-gone", withoutFacts);
        states.forEach((state, count) -> all.put("content-" + state.text(), count));
        all.put("not-reviewable", notReviewable);
        all.put("messages", mails);
        return all;
    }
}
