package org.earshot.softphone.ui.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.earshot.softphone.ua.JournalEntry;
import org.earshot.softphone.ua.JournalEntry.Outcome;
import org.earshot.softphone.ua.JournalEntry.PastCall;
import org.earshot.softphone.ua.JournalEntry.PastFile;

/// The calls and files that are over, the newest first, as the window lists them. Confined to the event dispatch thread.
public final class JournalModel {
    private List<PastCall> calls = List.of();
    private List<PastFile> files = List.of();
    private int missed;

    /// What the store has.
    ///
    /// @param missedUnseen how many calls were missed since the user looked
    void known(List<PastCall> pastCalls, List<PastFile> pastFiles, int missedUnseen) {
        calls = merged(pastCalls, calls);
        files = merged(pastFiles, files);
        missed = missedUnseen;
    }

    /// @param older some that may be older than those that are here
    public void olderCalls(List<PastCall> older) {
        calls = inOrder(merged(calls, older));
    }

    /// @param older some that may be older than those that are here
    public void olderFiles(List<PastFile> older) {
        files = inOrder(merged(files, older));
    }

    private static <T extends JournalEntry> List<T> inOrder(List<T> entries) {
        return entries.stream().sorted(Comparator.comparing(JournalEntry::at).reversed()).toList();
    }

    /// Something is over.
    void written(JournalEntry entry) {
        switch (entry) {
            case PastCall call -> {
                calls = merged(List.of(call), calls);
                missed += call.outcome() == Outcome.MISSED ? 1 : 0;
            }
            case PastFile file -> files = merged(List.of(file), files);
        }
    }

    private static <T extends JournalEntry> List<T> merged(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first.size() + second.size());
        Set<Object> there = HashSet.newHashSet(first.size() + second.size());
        for (List<T> part : List.of(first, second)) {
            for (T entry : part) {
                if (there.add(entry.id())) {
                    all.add(entry);
                }
            }
        }
        return List.copyOf(all);
    }

    /// The user has looked.
    ///
    /// @return whether there was anything to be seen
    public boolean seenMissed() {
        boolean any = missed > 0;
        missed = 0;
        return any;
    }

    /// The newest first, as far as they are loaded.
    public List<PastCall> calls() {
        return calls;
    }

    /// The newest first, as far as they are loaded.
    public List<PastFile> files() {
        return files;
    }

    /// How many calls were missed since the user looked.
    public int missed() {
        return missed;
    }
}
