package org.earshot.softphone.ua;

class InMemoryJournalStoreTest extends JournalStoreContract {
    @Override
    protected JournalStore store() {
        return JournalStore.ofThisRun();
    }
}
