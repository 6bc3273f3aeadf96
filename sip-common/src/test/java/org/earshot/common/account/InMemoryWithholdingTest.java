package org.earshot.common.account;

import org.earshot.common.event.Changes;

class InMemoryWithholdingTest extends WithholdingContract {
    @Override
    Withholding open(Changes listeners) {
        return new InMemoryWithholding(listeners);
    }
}
