package org.earshot.softphone.ua;

import java.util.HashSet;
import java.util.Set;

/// Facts that protect us from being talked down later: that a domain can do SHA-256, that we know it by TLS,
/// that calls with somebody were encrypted. A fact is never unlearnt.
public interface Memory {

    /// Whether a fact was learnt before.
    boolean knows(String fact);

    /// Learns a fact; returns at once.
    void learn(String fact);

    /// Forgets all at the end of the process.
    static Memory ofThisRun() {
        Set<String> facts = new HashSet<>();
        return new Memory() {
            @Override
            public boolean knows(String fact) {
                return facts.contains(fact);
            }

            @Override
            public void learn(String fact) {
                facts.add(fact);
            }
        };
    }
}
