package org.earshot.softphone.ua;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.earshot.common.stack.Dialog;

/// The value of `Replaces` (RFC 3891 §6.1): the dialog in whose place a call is to come, as the side that reads it knows
/// that dialog. Pure.
///
/// @param toTag the tag of whoever reads it
/// @param fromTag the tag of the other side
/// @param earlyOnly whether it holds only while that call rings
record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {

    /// @throws IllegalArgumentException if it is none
    static Replaces parse(String value) {
        String[] parts = value.strip().split(";", -1);
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            String name = pair[0].strip().toLowerCase(Locale.ROOT);
            if (parameters.put(name, pair.length > 1 ? pair[1].strip() : "") != null) {
                throw new IllegalArgumentException("Replaces has two " + name);
            }
        }
        String callId = parts[0].strip();
        String toTag = parameters.getOrDefault("to-tag", "");
        String fromTag = parameters.getOrDefault("from-tag", "");
        if (!callId.matches("[!-~]+") || !toTag.matches("[!-~]+") || !fromTag.matches("[!-~]+")) {
            throw new IllegalArgumentException("Replaces names no dialog");
        }
        return new Replaces(callId, toTag, fromTag, parameters.containsKey("early-only"));
    }

    /// For the other side of a dialog of ours: what is our tag is theirs there.
    static Replaces ofPeerOf(Dialog.Id dialog) {
        return new Replaces(dialog.callId(), dialog.remoteTag(), dialog.localTag(), false);
    }

    /// Whether it names this dialog of ours.
    boolean names(Dialog.Id dialog) {
        return dialog.callId().equals(callId)
                && dialog.localTag().equals(toTag)
                && dialog.remoteTag().equals(fromTag);
    }

    String value() {
        return callId
                + ";to-tag="
                + toTag
                + ";from-tag="
                + fromTag
                + (earlyOnly ? ";early-only" : "");
    }
}
