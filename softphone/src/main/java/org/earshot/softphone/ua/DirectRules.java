package org.earshot.softphone.ua;

import java.util.Map;
import java.util.TreeMap;

/// What the servers of this phone's accounts have said of calls past them, also before this run. Used on the user-agent thread.
public interface DirectRules {

    /// By the account's address; whose server has never answered is not in it.
    Map<String, Boolean> all();

    /// The server of an account has said so, in place of what it said before. Returns at once.
    void keep(String account, boolean allowed);

    /// Forgets all at the end of the process.
    static DirectRules ofThisRun() {
        Map<String, Boolean> rules = new TreeMap<>();
        return new DirectRules() {
            @Override
            public Map<String, Boolean> all() {
                return Map.copyOf(rules);
            }

            @Override
            public void keep(String account, boolean allowed) {
                rules.put(account, allowed);
            }
        };
    }
}
