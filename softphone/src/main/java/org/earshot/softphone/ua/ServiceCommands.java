package org.earshot.softphone.ua;

/// Writes to the server what the user wants of it. Thread-safe.
final class ServiceCommands implements Service {
    private final Chat chat;

    ServiceCommands(Chat chat) {
        this.chat = chat;
    }

    /// Whether a conversation is that with the server of an account.
    static boolean is(String conversation, String account) {
        return conversation.equals("sip:" + NAME + account.substring(account.lastIndexOf('@')));
    }

    private Id write(String command) {
        return chat.send(NAME, command);
    }

    /// One word, whatever was typed.
    private static String word(String typed) {
        return typed.strip().replaceAll("\\s", "%20");
    }

    @Override
    public Id block(String uri) {
        return write("/block " + word(uri));
    }

    @Override
    public Id unblock(String uri) {
        return write("/unblock " + word(uri));
    }

    @Override
    public Id blocked() {
        return write("/blocked");
    }

    @Override
    public Id allow(String code) {
        return write("/allow " + code.strip().replaceAll("\\s+", " "));
    }
}
