package org.earshot.common.account;

import java.util.UUID;

/// What stays the same about an account for ever: also when it is renamed or deleted.
public record AccountId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
