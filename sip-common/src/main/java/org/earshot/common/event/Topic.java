package org.earshot.common.event;

/// What kind of thing changed. The names stand in the change log: they stay.
public enum Topic {
    /// The contacts of an address: the subject is the address-of-record.
    REGISTRATION,
    /// What an address publishes of itself, or who may see it: the address-of-record.
    PRESENCE,
    /// The calls of an address: the address-of-record.
    CALLS,
    /// A call that goes on at another node was hung up at this one: what [org.earshot.common.call.CallEnd#subject] says.
    CALL_OVER,
    /// A call that goes on at another node was refreshed by way of this one: what [org.earshot.common.call.CallRefresh] says. Lost where a push
    /// is; the next one comes in time. Never in the change log.
    CALL_REFRESHED,
    /// Something waits for the devices of an address, or was read: the address-of-record.
    MESSAGES,
    /// More or fewer messages wait for an address than before, and have waited a moment: the address-of-record. Never in
    /// the change log.
    WAITING,
    /// A phone took a message that came in at another node, just now: the message's id. Never in the change log.
    TAKEN,
    /// Somebody types to an address whose phone is another node's: who and to whom. The one change that says what it is
    /// about, since nothing of it is stored; lost where a push is. Never in the change log.
    TYPING,
    /// Members or rules of a group: the group's address-of-record.
    GROUP,
    /// The contact list or the blocked senders of an account: the address-of-record.
    CONTACTS,
    /// An account was made, renamed, deleted, or got another password or picture: the address-of-record.
    ACCOUNT
}
