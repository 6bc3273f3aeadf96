package org.earshot.server.bus;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.LocalChanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what other nodes wrote into the change log, and tells it here: also what a push has told before, for the push
/// may have been faster than the member of a database cluster that this node reads from. Confined to one thread at a
/// time, but for [#removeOld].
final class ChangeReader {
    private static final Logger log = LoggerFactory.getLogger(ChangeReader.class);
    private static final int PAGE = 1000;

    /// Longer than a transaction here can last.
    private static final int WINDOW = 20;

    /// Below the newest row at the start a transaction may still hold a number.
    private static final long MARGIN = 1000;

    /// Polls that failed one after the other: listeners will have failed too, and the database may be another one.
    private static final int OUTAGE = 3;

    /// Polls that found the log shorter than it was. One that lags behind (a cluster's member) has caught up by then.
    private static final int BEHIND = 10;

    private final String self;
    private final ChangeTable table;
    private final LocalChanges here;
    private final int backlog;
    private final SequenceWindow window = new SequenceWindow(WINDOW);
    private boolean started;
    private int failures;
    private int behind;
    private volatile long highest;

    /// @param self name of this node: its own rows are no news
    /// @param backlog more changes than this in one poll are not told one by one
    ChangeReader(String self, ChangeTable table, LocalChanges here, int backlog) {
        this.self = self;
        this.table = table;
        this.here = here;
        this.backlog = backlog;
    }

    /// Looks once. May block.
    void poll() {
        boolean late = !started && failures > 0;
        try {
            read();
        } catch (StoreUnavailableException e) {
            if (++failures == OUTAGE) {
                log.warn("the changes of other nodes can't be read: {}", e.getMessage());
            }
            return;
        }
        if (late || failures >= OUTAGE) {
            missed("the database was away");
        }
        failures = 0;
    }

    private void read() {
        if (!started) {
            window.startAt(Math.max(0, table.newest() - MARGIN));
            started = true;
        }
        Set<Change> news = new LinkedHashSet<>();
        int fresh;
        try {
            fresh = readInto(news);
        } finally {
            news.forEach(here::announce); // also what came before a failure: it counts as seen
        }
        if (fresh > backlog) {
            startAnew("more than " + backlog + " changes came at once");
        } else if (fresh == 0) {
            lookWhetherItShrank();
        }
        window.endOfPoll();
        highest = window.high();
    }

    /// @return how many rows were new; above `backlog` there may be more
    private int readInto(Set<Change> news) {
        int fresh = 0;
        long after = window.from();
        while (true) {
            List<ChangeTable.Row> page = table.after(after, PAGE);
            for (ChangeTable.Row row : page) {
                if (window.add(row.sequence())) {
                    fresh++;
                    if (!row.node().equals(self)) {
                        row.change().ifPresent(news::add);
                    }
                }
            }
            if (fresh > backlog) {
                news.clear();
                return fresh;
            }
            if (page.size() < PAGE) {
                return fresh;
            }
            after = page.getLast().sequence();
        }
    }

    /// After a restore, or a switch to a replica that had not got the last rows, numbers that were seen come again with
    /// other changes.
    private void lookWhetherItShrank() {
        behind = table.newest() < window.high() ? behind + 1 : 0;
        if (behind >= BEHIND) {
            behind = 0;
            startAnew("the change log is an older one");
        }
    }

    private void startAnew(String why) {
        window.startAt(Math.max(0, table.newest() - MARGIN));
        missed(why);
    }

    private void missed(String why) {
        log.warn("{}: everything is looked at again", why);
        here.announceMissed();
    }

    /// Removes what is older than an hour, in small steps. For one node at a time; on any thread.
    void removeOld() {
        int step = 500;
        for (int i = 0; i < 200; i++) {
            // the newest row stays: it shows that the log is the same one
            if (table.removeOld(highest, step) < step) {
                return;
            }
        }
    }
}
