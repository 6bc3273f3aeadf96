package org.earshot.softphone.ua;

/// What a [TestPhone] is made with: what most tests want stands where nothing is said, and is forgotten with the test.
record PhoneParts(
        PhoneSettings settings,
        Memory memory,
        MessageStore messages,
        ContactStore contacts,
        FileKit files,
        DirectKit direct,
        LocalKit local,
        AccountGateway accounts) {

    /// @param name of the account
    static PhoneParts of(String name) {
        return new PhoneParts(
                PhoneSettings.of("urn:uuid:0-" + name),
                Memory.ofThisRun(),
                MessageStore.ofThisRun(),
                ContactStore.ofThisRun(),
                FileKit.none(),
                DirectKit.none(),
                LocalKit.ofThisRun(),
                AccountGateway.none());
    }

    PhoneParts with(PhoneSettings other) {
        return new PhoneParts(other, memory, messages, contacts, files, direct, local, accounts);
    }

    PhoneParts with(Memory other) {
        return new PhoneParts(settings, other, messages, contacts, files, direct, local, accounts);
    }

    PhoneParts with(MessageStore other) {
        return new PhoneParts(settings, memory, other, contacts, files, direct, local, accounts);
    }

    PhoneParts with(ContactStore other) {
        return new PhoneParts(settings, memory, messages, other, files, direct, local, accounts);
    }

    PhoneParts with(FileKit other) {
        return new PhoneParts(settings, memory, messages, contacts, other, direct, local, accounts);
    }

    PhoneParts with(DirectKit other) {
        return new PhoneParts(settings, memory, messages, contacts, files, other, local, accounts);
    }

    PhoneParts with(LocalKit other) {
        return new PhoneParts(settings, memory, messages, contacts, files, direct, other, accounts);
    }

    PhoneParts with(AccountGateway other) {
        return new PhoneParts(settings, memory, messages, contacts, files, direct, local, other);
    }
}
