package org.earshot.common.account;

class InMemoryWithholdingTest extends WithholdingContract {
    @Override
    Withholding open() {
        return new InMemoryWithholding();
    }
}
