package org.earshot.registrar.quality;

class InMemoryQualityStoreTest extends QualityStoreContract {
    private final QualityStore store = new InMemoryQualityStore();

    @Override
    QualityStore store() {
        return store;
    }
}
