package org.earshot.server.admin;

/// What a command can be about.
public enum CommandAbout {
    NOTHING,
    ACCOUNT,
    GROUP,
    PRESENCE,
    CONTACTS,
    BLOCKED,
    HISTORY,
    KEYS,
    PERSON,
    RETENTION,
    HOLD,
    REVIEW_RULE,
    REVIEW_ITEM,
    RECUSAL,
    FILE,
    HELD_FILE,
    INVITATION,
    TOKEN,
    BAN,
    CONFIGURATION
}
