package org.earshot.server.ladder;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// A call's messages, written down as one node sees them: `< INVITE` came, `> 100 INVITE` went. A millisecond lies between two.
final class Script {
    static final Instant START = Instant.parse("2026-11-29T10:00:00Z");
    static final String CALL_ID = "a84b4c76e66710@pc33.example.org";
    private static final String KEYS = "audio 192.0.2.1:5004 RTP/SAVP opus, keys in SDP";

    private Script() {}

    /// `<` or `>`, and what it is: `INVITE`, `INVITE+credentials`, `180 INVITE`, `BYE by callee`, `ACK`. A number behind `#` is the branch of
    /// a phone that we call; without one it is the caller's transaction.
    static List<LadderMessage> messages(String script) {
        return messages("n1", 1, script);
    }

    static List<LadderMessage> messages(String node, int vias, String script) {
        List<LadderMessage> messages = new ArrayList<>();
        long at = ChronoUnit.MICROS.between(Instant.EPOCH, START);
        long cseq = 0;
        for (String line : script.strip().lines().toList()) {
            boolean sent = line.strip().startsWith(">");
            String what = line.strip().substring(1).strip();
            String branch = "";
            int hash = what.indexOf('#');
            if (hash >= 0) {
                branch = "z9hG4bK-b" + what.substring(hash + 1).strip();
                what = what.substring(0, hash).strip();
            }
            String[] words = what.split(" ", 3);
            boolean response = Character.isDigit(words[0].charAt(0));
            String method = (response ? words[1] : words[0]).split("\\+", 2)[0];
            if (!response && !sent && method.equals("INVITE")) {
                cseq++;
            }
            boolean within = method.equals("BYE") || (!response && method.equals("ACK"));
            boolean byCallee = what.endsWith("by callee");
            messages.add(
                    new LadderMessage(
                            at,
                            node,
                            sent,
                            "udp",
                            branch.isEmpty() && !byCallee ? "192.0.2.1:5060" : "192.0.2.2:5060",
                            method,
                            cseq,
                            response ? Integer.parseInt(words[0]) : 0,
                            response && words.length > 2 ? words[2].replaceFirst(" ?!.*", "") : "",
                            branch.isEmpty() ? "z9hG4bK-a" + cseq : branch,
                            vias,
                            byCallee ? "sip:bob@example.org" : "sip:alice@example.org",
                            byCallee ? "tb" : "ta",
                            byCallee ? "sip:alice@example.org" : "sip:bob@example.org",
                            within ? (byCallee ? "ta" : "tb") : "",
                            response ? "" : "sip:bob@example.org",
                            "",
                            "",
                            what.contains("!") ? what.substring(what.indexOf('!') + 1) : "",
                            what.contains("+keys") ? KEYS : "",
                            what.contains("+credentials")));
            at += 1000;
        }
        return messages;
    }

    static CallFold fold(List<LadderMessage> messages) {
        CallFold fold = new CallFold(CALL_ID);
        messages.forEach(fold::add);
        return fold;
    }

    static LadderStore.Ladder ladder(String script) {
        List<LadderMessage> messages = messages(script);
        return new LadderStore.Ladder(fold(messages).summary().orElseThrow(), messages, 0);
    }
}
